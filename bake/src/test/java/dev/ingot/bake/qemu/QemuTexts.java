package dev.ingot.bake.qemu;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.template.ArgumentsReader;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.function.standard.FunctionTable;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.lang.syntax.Traversal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Arguments of sources as text. */
final class QemuTexts {
  private QemuTexts() {}

  static Arguments arguments(String text, Diagnostics diagnostics) {
    SourceFile file = SourceFile.unlisted("test.pkr.hcl", text);
    return ArgumentsReader.read(
        QemuSchema.schema(),
        Syntax.parseNative(file, diagnostics),
        file.range(0, 0),
        new Bare(),
        diagnostics);
  }

  /** Without any names. */
  private record Bare() implements Scope {
    @Override
    public Optional<Resolved> resolve(Traversal traversal, Diagnostics diagnostics) {
      return Optional.empty();
    }

    @Override
    public List<String> names() {
      return List.of();
    }

    @Override
    public Functions functions() {
      return FunctionTable.standard();
    }

    @Override
    public Environment environment() {
      return new Environment(
          Path.of("/"), Path.of("/"), Clock.systemUTC(), new SplittableRandom(1), false);
    }
  }
}
