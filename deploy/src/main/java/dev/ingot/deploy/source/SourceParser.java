package dev.ingot.deploy.source;

import dev.ingot.lang.Phrase;
import java.util.Optional;

/** Reads the sources of modules. Rules: the recorded behaviour of Terraform 1.11. */
public final class SourceParser {
  /**
   * A source, or why the text is none.
   *
   * @param problem there if there is no source
   */
  public record Parsed(Optional<ModuleSource> source, Optional<Phrase> problem) {
    private static Parsed of(ModuleSource source) {
      return new Parsed(Optional.of(source), Optional.empty());
    }

    private static Parsed refused(String template, Object... arguments) {
      return new Parsed(Optional.empty(), Optional.of(Phrase.of(template, arguments)));
    }
  }

  private record Split(String place, String subfolder) {}

  private SourceParser() {}

  /** Reads an address that has no version beside it. */
  public static Parsed parse(String text) {
    if (ModuleSource.isLocal(text)) {
      return Parsed.of(new ModuleSource.Local(text, localPath(text)));
    }
    if (text.isEmpty()) {
      return Parsed.refused("Failed to parse module source address: invalid source address: .");
    }
    RegistryAddress registry = RegistryAddress.read(text);
    return registry.module().isPresent() ? registry(text, registry) : parseRemote(text);
  }

  /** Reads an address with a version beside it, which only modules of registries have. */
  public static Parsed parseRegistry(String text) {
    RegistryAddress registry = RegistryAddress.read(text);
    Optional<String> problem =
        ModuleSource.isLocal(text)
            ? Optional.of("can't use local directory \"" + text + "\" as a module registry address")
            : registry.problem();
    return problem.isEmpty()
        ? registry(text, registry)
        : Parsed.refused(
            "Failed to parse module registry address: %s.\n\nIngot assumed that you intended a"
                + " module registry source address because you also set the argument \"version\","
                + " which applies only to registry modules.",
            problem.get());
  }

  private static Parsed registry(String text, RegistryAddress registry) {
    String subfolder = ModuleSource.cleaned(registry.subfolder());
    return leadsOut(subfolder)
        ? outside(subfolder)
        : Parsed.of(new ModuleSource.Registry(text, registry.module().orElseThrow(), subfolder));
  }

  /** Reads the address of a package that isn't one of a registry, such as one it names itself. */
  public static Parsed parseRemote(String text) {
    String way = way(text);
    Split split = split(way.isEmpty() ? text : text.substring(way.length() + 2));
    String url = split.place();
    String subfolder = split.subfolder();
    if (UrlShape.scheme(url).isEmpty()) {
      Optional<String> expanded;
      try {
        expanded = Shorthand.expanded(url);
      } catch (Shorthand.MalformedException e) {
        return Parsed.refused(
            "Failed to parse module source address: %s.", String.valueOf(e.getMessage()));
      }
      if (expanded.isEmpty()) {
        return Parsed.refused(
            "Ingot failed to determine your intended installation method for remote module package"
                + " \"%s\".\n\nIf you intended this as a path relative to the current module, use"
                + " \"./%s\" instead. The \"./\" prefix indicates that the address is a relative"
                + " filesystem path.",
            url, url);
      }
      String found = way(expanded.get());
      Split inner =
          split(found.isEmpty() ? expanded.get() : expanded.get().substring(found.length() + 2));
      way = way.isEmpty() ? found : way;
      url = inner.place();
      subfolder = inner.subfolder() + "/" + subfolder;
    }
    subfolder = ModuleSource.cleaned(subfolder);
    return leadsOut(subfolder)
        ? outside(subfolder)
        : Parsed.of(new ModuleSource.Remote(text, new PackageAddress(way, url), subfolder));
  }

  private static boolean leadsOut(String subfolder) {
    return subfolder.equals("..") || subfolder.startsWith("../");
  }

  private static Parsed outside(String subfolder) {
    return Parsed.refused(
        "Failed to parse module source address: subdirectory path \"%s\" leads outside of the"
            + " module package.",
        subfolder);
  }

  private static String localPath(String text) {
    String cleaned = ModuleSource.cleaned(text.replace('\\', '/'));
    return cleaned.startsWith("../") ? cleaned : "./" + cleaned;
  }

  /** What stands before {@code ::}, if it is a name and something follows. */
  private static String way(String text) {
    int end = text.indexOf("::");
    boolean named =
        end > 0
            && end + 2 < text.length()
            && text.substring(0, end)
                .chars()
                .allMatch(
                    c ->
                        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'));
    return named ? text.substring(0, end) : "";
  }

  /** The folder within the package follows two slashes that don't belong to the scheme. */
  private static Split split(String text) {
    int mark = text.indexOf('?');
    String place = mark < 0 ? text : text.substring(0, mark);
    String query = mark < 0 ? "" : text.substring(mark);
    int scheme = place.indexOf("://");
    int inside = place.indexOf("//", scheme < 0 ? 0 : scheme + 3);
    return inside < 0
        ? new Split(text, "")
        : new Split(place.substring(0, inside) + query, place.substring(inside + 2));
  }
}
