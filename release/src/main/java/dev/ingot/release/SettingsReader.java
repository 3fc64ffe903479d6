package dev.ingot.release;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.MapScope;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.function.standard.FunctionTable;
import dev.ingot.release.stack.StackSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Reads the settings of a stack, from its folder or from the archive of a release. */
final class SettingsReader {
  private final Path folder;
  private final Clock clock;
  private final RandomGenerator random;
  private final ReleaseListener listener;

  SettingsReader(Path folder, Clock clock, RandomGenerator random, ReleaseListener listener) {
    this.folder = folder;
    this.clock = clock;
    this.random = random;
    this.listener = listener;
  }

  /**
   * Reads settings and reports errors.
   *
   * @param texts by the names they are shown by
   * @throws IOException if they have errors
   */
  StackSettings read(Map<String, String> texts) throws IOException {
    Diagnostics diagnostics = new Diagnostics();
    Map<String, byte[]> bytes = new TreeMap<>();
    texts.forEach((name, text) -> bytes.put(name, text.getBytes(StandardCharsets.UTF_8)));
    Scope scope =
        new MapScope(
            Map.of(),
            FunctionTable.standard(),
            new Scope.Environment(folder, folder, clock, random, false));
    StackSettings settings = StackSettings.read(bytes, scope, diagnostics);
    diagnosed(diagnostics.list());
    if (diagnostics.hasErrors()) {
      throw new IOException("the settings (*.ingot.hcl) have errors; nothing was changed");
    }
    return settings;
  }

  void diagnosed(List<Diagnostic> diagnostics) {
    listener.on(new ReleaseEvent.Diagnosed(diagnostics));
  }
}
