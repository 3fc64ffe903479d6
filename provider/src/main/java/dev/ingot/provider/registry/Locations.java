package dev.ingot.provider.registry;

import java.net.URI;

/** Addresses of packages that servers answer with. */
public final class Locations {
  private Locations() {}

  /**
   * An address as seen from where it was given. Those that begin with a slash or dots are relative
   * to it, and so to its folder are the two slashes and the parameters that follow them.
   */
  public static String resolved(URI from, String location) {
    boolean relative =
        location.startsWith("/") || location.startsWith("./") || location.startsWith("../");
    if (!relative) {
      return location;
    }
    int query = location.indexOf('?');
    String place = query < 0 ? location : location.substring(0, query);
    String parameters = query < 0 ? "" : location.substring(query);
    int inside = place.indexOf("//", place.startsWith("//") ? 2 : 0);
    String path = inside < 0 ? place : place.substring(0, inside);
    String subfolder = inside < 0 ? "" : place.substring(inside);
    try {
      return from.resolve(URI.create(path)) + subfolder + parameters;
    } catch (IllegalArgumentException e) {
      return location;
    }
  }
}
