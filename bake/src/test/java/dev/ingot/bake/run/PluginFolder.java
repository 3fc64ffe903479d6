package dev.ingot.bake.run;

import dev.ingot.bake.plugin.FakePlugin;
import dev.ingot.storage.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder in which {@link FakePlugin} is installed. */
record PluginFolder(Path path) {
  static PluginFolder create(Path path) throws IOException {
    Path plugins = Files.createDirectories(path.resolve("github.com/acme/things"));
    Path file = plugins.resolve("packer-plugin-things_v1.0.0_x5.0_linux_amd64");
    Files.writeString(
        file,
        "#!/bin/sh\nexec '%s/bin/java' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '%s' %s \"$@\"\n"
            .formatted(
                System.getProperty("java.home"),
                System.getProperty("java.class.path"),
                FakePlugin.class.getName()));
    Files.setAttribute(file, "unix:mode", 0755);
    Files.writeString(
        file.resolveSibling(file.getFileName() + "_SHA256SUM"), Digest.of(file).hex() + "\n");
    return new PluginFolder(path);
  }
}
