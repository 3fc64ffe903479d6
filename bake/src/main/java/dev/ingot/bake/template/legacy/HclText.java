package dev.ingot.bake.template.legacy;

/** Strings and names as HCL writes them. */
final class HclText {
  private HclText() {}

  static String quoted(String text) {
    return "\"" + escaped(text) + "\"";
  }

  static String escaped(String text) {
    return text.replace("\\", "\\\\")
        .replace("\"", "\\\"")
        .replace("\n", "\\n")
        .replace("\r", "\\r")
        .replace("\t", "\\t")
        .replace("${", "$${")
        .replace("%{", "%%{");
  }

  /** Whether a name can be written without quotes. */
  static boolean isIdentifier(String text) {
    return !text.isEmpty()
        && (text.charAt(0) == '_' || isLetter(text.charAt(0)))
        && text.chars().allMatch(HclText::isPart);
  }

  /** A name made of a text, with underscores for what a name can't have. */
  static String identifier(String text) {
    StringBuilder name = new StringBuilder();
    text.chars().forEach(c -> name.append(isPart(c) ? (char) c : '_'));
    return isIdentifier(name.toString()) ? name.toString() : "_" + name;
  }

  private static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isPart(int c) {
    return isLetter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-';
  }
}
