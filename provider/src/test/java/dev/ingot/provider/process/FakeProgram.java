package dev.ingot.provider.process;

import dev.ingot.provider.fake.FakePlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Collectors;

/** {@link FakePlugin} as a program of its own. */
final class FakeProgram {
  private FakeProgram() {}

  static Program in(Path folder, String... arguments) throws IOException {
    Path file = folder.resolve("terraform-provider-fake");
    String command =
        FakePlugin.command(arguments).stream()
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(" "));
    Files.writeString(file, "#!/bin/sh\nexec " + command + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return new Program("terraform-provider-fake", file, Map.of(), Path.of("/tmp"));
  }
}
