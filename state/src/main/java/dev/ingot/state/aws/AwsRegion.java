package dev.ingot.state.aws;

/** What depends on a region's name. */
public final class AwsRegion {
  private AwsRegion() {}

  /** The domain of a region's services. */
  public static String domain(String region) {
    return region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  }

  /** Whether a name has the form of a region's. */
  public static boolean isName(String text) {
    int hyphens = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '-') {
        hyphens++;
      } else if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) {
        return false;
      }
    }
    return hyphens >= 2 && Character.isDigit(text.charAt(text.length() - 1));
  }
}
