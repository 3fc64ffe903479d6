package dev.ingot.address;

/**
 * Where a provider comes from: {@code HOST/NAMESPACE/TYPE}. Rules: the provider source addresses of
 * Terraform; letters are lower case.
 */
public record ProviderAddress(String host, String namespace, String type)
    implements Comparable<ProviderAddress> {
  /** The host of addresses that don't name one. */
  public static final String DEFAULT_HOST = "registry.terraform.io";

  /** The host of providers that are part of the program. */
  public static final String BUILT_IN_HOST = "terraform.io";

  /** The namespace of providers that are part of the program. */
  public static final String BUILT_IN_NAMESPACE = "builtin";

  /** The namespace of providers from the time before providers had one. */
  static final String LEGACY_NAMESPACE = "-";

  private static final String DEFAULT_NAMESPACE = "hashicorp";

  /** The provider that is part of the program: {@code terraform.io/builtin/terraform}. */
  public static final ProviderAddress TERRAFORM =
      new ProviderAddress(BUILT_IN_HOST, BUILT_IN_NAMESPACE, "terraform");

  /**
   * Reads {@code TYPE}, {@code NAMESPACE/TYPE} or {@code HOST/NAMESPACE/TYPE}.
   *
   * @throws AddressException if it is none of these
   */
  public static ProviderAddress parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length > 3) {
      throw new AddressException(
          "The source address \""
              + text
              + "\" has too many parts: expected TYPE, NAMESPACE/TYPE"
              + " or HOST/NAMESPACE/TYPE.");
    }
    for (String part : parts) {
      if (part.isEmpty()) {
        throw new AddressException("The source address \"" + text + "\" has an empty part.");
      }
    }
    String type = name(parts[parts.length - 1], text);
    String namespace =
        parts.length < 2 ? DEFAULT_NAMESPACE : namespace(parts[parts.length - 2], text);
    String host = parts.length < 3 ? DEFAULT_HOST : host(parts[0], text);
    return new ProviderAddress(host, namespace, type);
  }

  /** What a type without a source address stands for. */
  public static ProviderAddress implied(String type) {
    return type.equals("terraform")
        ? TERRAFORM
        : new ProviderAddress(DEFAULT_HOST, DEFAULT_NAMESPACE, type);
  }

  private static String namespace(String part, String text) {
    return part.equals(LEGACY_NAMESPACE) ? part : name(part, text);
  }

  private static String name(String part, String text) {
    String lower = part.toLowerCase(java.util.Locale.ROOT);
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      boolean inner = i > 0 && i < lower.length() - 1;
      boolean allowed =
          Character.isLetterOrDigit(c)
              || (inner && c == '-' && lower.charAt(i - 1) != '-')
              || (inner && c == '_');
      if (!allowed) {
        throw new AddressException(
            "\""
                + part
                + "\" in the source address \""
                + text
                + "\" is not a name: it must contain only letters, digits and single dashes, and"
                + " neither begin nor end with a dash.");
      }
    }
    return lower;
  }

  private static String host(String part, String text) {
    String lower = part.toLowerCase(java.util.Locale.ROOT);
    int colon = lower.indexOf(':');
    String name = colon < 0 ? lower : lower.substring(0, colon);
    boolean valid = !name.isEmpty() && name.charAt(0) != '.';
    for (int i = 0; i < name.length() && valid; i++) {
      char c = name.charAt(i);
      valid = Character.isLetterOrDigit(c) || c == '-' || c == '.';
    }
    for (int i = colon + 1; colon >= 0 && i < lower.length() && valid; i++) {
      valid = lower.charAt(i) >= '0' && lower.charAt(i) <= '9';
    }
    if (!valid || colon == lower.length() - 1) {
      throw new AddressException(
          "\"" + part + "\" in the source address \"" + text + "\" is not a host name.");
    }
    return lower;
  }

  /** Whether it is part of the program. */
  public boolean isBuiltIn() {
    return host.equals(BUILT_IN_HOST) && namespace.equals(BUILT_IN_NAMESPACE);
  }

  /** The shortest text that means the same, for messages. */
  public String shortText() {
    if (!host.equals(DEFAULT_HOST)) {
      return toString();
    }
    return namespace + "/" + type;
  }

  /** {@code HOST/NAMESPACE/TYPE}. */
  @Override
  public String toString() {
    return host + "/" + namespace + "/" + type;
  }

  @Override
  public int compareTo(ProviderAddress other) {
    return toString().compareTo(other.toString());
  }
}
