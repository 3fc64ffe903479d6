package dev.ingot.cli.template;

import dev.ingot.bake.template.TemplateFiles;
import dev.ingot.bake.template.legacy.HclUpgrade;
import dev.ingot.bake.template.legacy.LegacyFix;
import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.lang.BoundedFile;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.lang.value.Value;
import dev.ingot.storage.Access;
import dev.ingot.storage.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** {@code ingot hcl2_upgrade}: writes a legacy JSON template in HCL. */
public final class UpgradeCommand implements Command {
  @Override
  public String synopsis() {
    return "Write a legacy JSON template in HCL.";
  }

  @Override
  public String arguments() {
    return "TEMPLATE";
  }

  @Override
  public Flags flags() {
    return new Flags()
        .text("output-file", "FILE", "The file to write (default TEMPLATE.pkr.hcl).")
        .onOff("with-annotations", "No effect: nothing is annotated.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException {
    if (invocation.arguments(1).isEmpty()) {
      throw new UsageException("Missing template: name a JSON file");
    }
    String name = invocation.given().arguments().getFirst();
    if (!TemplateFiles.isLegacy(name)) {
      throw new UsageException(
          "Only legacy JSON templates can be upgraded, and \"" + name + "\" is not one");
    }
    Path path = invocation.folder().resolve(name);
    Diagnostics diagnostics = new Diagnostics();
    SourceFile file = Syntax.source(name, BoundedFile.read(path), diagnostics);
    Optional<Value> fixed =
        diagnostics.hasErrors() ? Optional.empty() : LegacyFix.fix(file, diagnostics);
    invocation.show(diagnostics.list());
    if (fixed.isEmpty() || diagnostics.hasErrors()) {
      return ExitCode.ERROR;
    }
    String target = invocation.given().text("output-file").orElse(name + ".pkr.hcl");
    AtomicFile.write(
        invocation.folder().resolve(target),
        HclUpgrade.of(fixed.get()).getBytes(StandardCharsets.UTF_8),
        Access.SHARED);
    invocation.terminal().line("Successfully created " + target);
    return ExitCode.OK;
  }
}
