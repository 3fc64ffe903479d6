package dev.ingot.platform.rootfs;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.lang.Diagnostics;
import dev.ingot.platform.rootfs.RootfsArguments.Base;
import dev.ingot.registry.content.OciLocation;
import dev.ingot.registry.distribution.ImageReference;
import dev.ingot.registry.distribution.OciCredential;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads what a {@code rootfs} source begins with. */
record BaseReader(Arguments arguments, BuildIdentity build, Diagnostics diagnostics) {
  private static final String WORD = "[a-z0-9][A-Za-z0-9.+:~/_=-]*";
  private static final List<String> MIRRORS = List.of("http", "https", "file");
  private static final List<String> OF_DEBIAN =
      List.of("packages", "mirror", "components", "variant", "keyring");
  private static final List<String> OF_IMAGE = List.of("login_username", "login_password");

  /** The base; a mistake is reported. */
  Base read() {
    String text = arguments.text("base", "");
    Base base = read(text);
    if (!text.startsWith("debian:")) {
      refuse(OF_DEBIAN, "debian:SUITE");
    }
    if (!text.startsWith("docker://")) {
      refuse(OF_IMAGE, "docker://IMAGE");
    }
    return base;
  }

  private Base read(String text) {
    switch (text) {
      case "scratch" -> {
        return new Base.Scratch();
      }
      case "host" -> {
        return new Base.Host();
      }
      case "jlink" -> {
        return new Base.Jlink();
      }
      default -> {
        if (text.startsWith("oci:") && text.length() > 4) {
          return oci(text);
        }
        if (text.startsWith("docker://")) {
          return image(text.substring("docker://".length()));
        }
        if (text.startsWith("debian:")) {
          return debian(text.substring("debian:".length()));
        }
        if (text.startsWith("registry:")) {
          String[] parts = text.split(":", -1);
          if (parts.length <= 3 && parts[1].matches(RootfsArguments.BUCKET)) {
            return new Base.Registry(parts[1], parts.length == 3 ? parts[2] : "latest");
          }
        }
        return invalid(
            "base must be \"scratch\", \"host\", \"jlink\", \"docker://IMAGE\" (of an OCI"
                + " registry), \"debian:SUITE\" (made by mmdebstrap), \"oci:PATH[:NAME]\" (an OCI"
                + " layout folder) or \"registry:BUCKET[:CHANNEL]\" (or \":vN\").");
      }
    }
  }

  private Base invalid(String detail) {
    diagnostics.error("Invalid base", detail, arguments.place("base"));
    return new Base.Scratch();
  }

  private Base oci(String text) {
    try {
      OciLocation location = OciLocation.parse(text);
      Path folder = build.workingFolder().resolve(location.folder());
      return new Base.Oci(new OciLocation(folder, location.reference()));
    } catch (IllegalArgumentException e) {
      return invalid(e.getMessage() + ".");
    }
  }

  private Base image(String name) {
    if (arguments.has("login_username") != arguments.has("login_password")) {
      diagnostics.error(
          "Missing credentials",
          "login_username and login_password go together.",
          arguments.place("login_username"));
    }
    try {
      return new Base.Image(
          ImageReference.parse(name),
          arguments
              .text("login_username")
              .map(user -> new OciCredential.Basic(user, arguments.text("login_password", ""))));
    } catch (IllegalArgumentException e) {
      return invalid(e.getMessage() + ".");
    }
  }

  private Base debian(String suite) {
    if (!suite.matches(WORD)) {
      return invalid("\"" + suite + "\" is not the name of a suite, such as bookworm.");
    }
    if (!arguments.has("mirror")) {
      diagnostics.error(
          "Missing mirror",
          "A base of Debian needs mirror, the address of one that has the suite, such as those in"
              + " /etc/apt/sources.list.d. A snapshot makes the base one that stays as it is.",
          arguments.place("base"));
      return new Base.Scratch();
    }
    String mirror = arguments.text("mirror", "");
    if (!isAddress(mirror)) {
      diagnostics.error(
          "Invalid mirror",
          "\"" + mirror + "\" is not an address of http, https or file.",
          arguments.place("mirror"));
      return new Base.Scratch();
    }
    words("packages", arguments.texts("packages"));
    words("components", arguments.texts("components"));
    words("variant", arguments.text("variant").stream().toList());
    List<String> components = arguments.texts("components");
    return new Base.Debian(
        new DebianBase.Choice(
            suite,
            mirror.endsWith("/") ? mirror.substring(0, mirror.length() - 1) : mirror,
            components.isEmpty() ? List.of("main") : components,
            arguments.texts("packages"),
            arguments.text("variant", "minbase"),
            arguments.text("keyring").map(build::resolve)));
  }

  static boolean isAddress(String text) {
    try {
      URI address = new URI(text);
      String rest = "file".equals(address.getScheme()) ? address.getPath() : address.getHost();
      return MIRRORS.contains(String.valueOf(address.getScheme()))
          && rest != null
          && !rest.isEmpty();
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** They become words of a command. */
  private void words(String name, List<String> words) {
    for (String word : words) {
      if (!word.matches(WORD)) {
        diagnostics.error(
            "Invalid " + name, "\"" + word + "\" is not a valid name.", arguments.place(name));
      }
    }
  }

  /** Arguments of other bases would have no effect. */
  private void refuse(List<String> names, String base) {
    Optional<String> given = names.stream().filter(arguments::has).findFirst();
    if (given.isPresent()) {
      diagnostics.error(
          "Argument not supported by the base",
          given.get() + " belongs to base = \"" + base + "\".",
          arguments.place(given.get()));
    }
  }
}
