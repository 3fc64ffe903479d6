package dev.ingot.deploy.configuration;

/** Where the packages of installed modules are. */
public final class InstalledFolders {
  private InstalledFolders() {}

  /** The folder of a call in the data folder; that of the module where it is somewhere else. */
  public static String packageFolder(ModuleManifest.Entry entry) {
    String own = "modules/" + entry.key();
    int start = ("/" + entry.folder() + "/").indexOf("/" + own + "/");
    return start < 0 ? entry.folder() : entry.folder().substring(0, start + own.length());
  }
}
