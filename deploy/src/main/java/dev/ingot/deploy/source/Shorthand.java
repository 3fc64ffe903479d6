package dev.ingot.deploy.source;

import java.util.Optional;

/**
 * Addresses that are short for others: those of code hosts, of git over SSH, of buckets and of
 * folders by their whole path. Rules: the documentation of module sources; the recorded behaviour
 * of Terraform 1.11.
 */
final class Shorthand {
  /** An address that begins like one of these but isn't. */
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedException(String problem) {
      super(problem);
    }
  }

  private static final String GIT = "git@";
  private static final String AMAZON = ".amazonaws.com/";
  private static final String GOOGLE = ".googleapis.com/";

  private Shorthand() {}

  /**
   * What a text is short for, with its way; empty if it isn't.
   *
   * @param text without a folder within the package
   */
  static Optional<String> expanded(String text) throws MalformedException {
    int mark = text.indexOf('?');
    String place = mark < 0 ? text : text.substring(0, mark);
    String query = mark < 0 ? "" : text.substring(mark);
    if (place.startsWith("github.com/")) {
      return Optional.of(gitHub(place) + query);
    }
    if (place.startsWith(GIT)) {
      return ssh(place).map(url -> UrlQuery.of(text).sorted().appliedTo(url));
    }
    if (place.startsWith("bitbucket.org/")) {
      return Optional.of("git::https://" + withSuffix(place) + query);
    }
    if (place.contains(GOOGLE)) {
      return Optional.of(google(place) + query);
    }
    if (place.contains(AMAZON)) {
      return Optional.of(amazon(place) + query);
    }
    return place.startsWith("/") ? Optional.of("file://" + text) : Optional.empty();
  }

  private static String withSuffix(String place) {
    return place.endsWith(".git") ? place : place + ".git";
  }

  /** Further parts of the path are a folder within the repository. */
  private static String gitHub(String place) throws MalformedException {
    String[] parts = place.split("/", 4);
    if (parts.length < 3) {
      throw new MalformedException("GitHub URLs should be github.com/username/repo");
    }
    String repository =
        "git::https://" + withSuffix(String.join("/", parts[0], parts[1], parts[2]));
    return parts.length < 4 || parts[3].isEmpty() ? repository : repository + "//" + parts[3];
  }

  private static Optional<String> ssh(String place) {
    int colon = place.indexOf(':');
    if (colon < 0 || colon == GIT.length()) {
      return Optional.empty();
    }
    String path = place.substring(colon + 1);
    String separator = path.startsWith("/") ? "" : "/";
    return path.isEmpty()
        ? Optional.empty()
        : Optional.of("git::ssh://" + place.substring(0, colon) + separator + path);
  }

  private static String google(String place) throws MalformedException {
    String[] parts = place.split("/", 5);
    if (parts.length < 5 || !parts[0].equals("www.googleapis.com")) {
      throw new MalformedException("URL is not a valid GCS URL");
    }
    return "gcs::https://" + String.join("/", parts);
  }

  /** The bucket moves from the name of the host into the path. */
  private static String amazon(String place) throws MalformedException {
    int slash = place.indexOf('/');
    String host = place.substring(0, slash);
    String path = place.substring(slash);
    String[] parts = host.split("\\.", -1);
    if (parts.length == 3) {
      return "s3::https://" + host + path;
    }
    if (parts.length == 4) {
      return "s3::https://" + parts[1] + ".amazonaws.com/" + parts[0] + path;
    }
    if (parts.length == 5 && parts[1].equals("s3")) {
      return "s3::https://s3." + parts[2] + ".amazonaws.com/" + parts[0] + path;
    }
    throw new MalformedException("URL is not a valid S3 URL");
  }
}
