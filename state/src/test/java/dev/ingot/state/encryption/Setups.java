package dev.ingot.state.encryption;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.eval.ConstantScope;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.state.Environments;
import dev.ingot.state.StateCipher;
import dev.ingot.state.backend.BackendPlace;
import dev.ingot.state.program.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Encryption as tests set it up. */
final class Setups {
  private static final Programs NO_PROGRAMS =
      program -> {
        throw new IOException("there is no program " + program.command().getFirst());
      };

  private Setups() {}

  /** How a state is encrypted that {@code TF_ENCRYPTION} says so. */
  static StateCipher state(String variable) {
    return of("", variable).state();
  }

  /** By a block of a configuration and by {@code TF_ENCRYPTION}, each empty for none. */
  static Encryptions of(String block, String variable) {
    return of(block, Map.of("TF_ENCRYPTION", variable), NO_PROGRAMS);
  }

  static Encryptions of(String block, Map<String, String> variables, Programs programs) {
    Diagnostics diagnostics = new Diagnostics();
    SourceFile file = new SourceFile("main.tf", block);
    Optional<EncryptionBlock> configured =
        block.isEmpty()
            ? Optional.empty()
            : Optional.of(
                EncryptionBlock.read(
                    Syntax.parse(file, diagnostics), file.range(0, 0), diagnostics));
    if (diagnostics.hasErrors()) {
      throw new EncryptionException(diagnostics.list());
    }
    return EncryptionConfiguration.of(
        configured,
        ConstantScope.INSTANCE,
        new BackendPlace(
            Path.of(""), Path.of(".terraform"), Environments.fixed(), new TreeMap<>(variables)),
        programs);
  }
}
