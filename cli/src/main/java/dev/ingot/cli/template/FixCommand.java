package dev.ingot.cli.template;

import dev.ingot.bake.template.TemplateFiles;
import dev.ingot.bake.template.legacy.LegacyFix;
import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.view.IndentedJson;
import dev.ingot.lang.BoundedFile;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** {@code ingot fix}: prints a legacy JSON template with what is out of date in it replaced. */
public final class FixCommand implements Command {
  @Override
  public String synopsis() {
    return "Print a legacy JSON template brought up to date.";
  }

  @Override
  public String arguments() {
    return "TEMPLATE";
  }

  @Override
  public Flags flags() {
    return new Flags().onOff("validate", "No effect: validate the result with ingot validate.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException {
    if (invocation.arguments(1).isEmpty()) {
      throw new UsageException("Missing template: name a JSON file");
    }
    String name = invocation.given().arguments().getFirst();
    if (!TemplateFiles.isLegacy(name)) {
      throw new UsageException(
          "Only legacy JSON templates can be fixed, and \"" + name + "\" is not one");
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
    invocation.terminal().line(IndentedJson.of(ValueJson.format(fixed.get())));
    return ExitCode.OK;
  }
}
