package dev.ingot.cli.command;

import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.template.TemplateCheck;
import dev.ingot.cli.template.TemplateFlags;
import dev.ingot.cli.template.TemplatePath;
import dev.ingot.cli.terminal.Terminal;
import dev.ingot.cli.view.DiagnosticView;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.configuration.FolderSource;
import dev.ingot.deploy.configuration.TestFileReader;
import dev.ingot.deploy.operation.Planner;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.DiagnosticJson;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.JsonDocument;
import dev.ingot.lang.Result;
import dev.ingot.lang.WordWrap;
import dev.ingot.lang.syntax.EnclosingBlocks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code ingot validate}. */
public final class ValidateCommand implements Command {
  @Override
  public String synopsis() {
    return "Validate a configuration or templates without accessing state or real objects.";
  }

  @Override
  public String arguments() {
    return "[FOLDER or TEMPLATE]";
  }

  @Override
  public Flags flags() {
    return TemplateFlags.inputs()
        .onOff("syntax-only", "Only read the blocks of templates, without values.")
        .onOff("evaluate-datasources", "Read data sources of templates, too.")
        .onOff("json", "Print JSON.")
        .onOff("no-tests", "Ignore test files.")
        .text("test-directory", "FOLDER", "Where test files are.");
  }

  @Override
  public int run(Invocation called) throws UsageException, IOException {
    List<String> arguments = called.given().arguments();
    if (arguments.size() > 1) {
      throw new UsageException(
          "Too many command line arguments", "Expected at most one positional argument.");
    }
    Path path = called.folder();
    if (arguments.size() == 1) {
      path = called.folder().resolve(arguments.getFirst()).normalize();
    }
    Invocation invocation = called;
    List<Diagnostic> found = new ArrayList<>();
    boolean template = TemplatePath.isTemplate(path);
    if (template) {
      found.addAll(TemplateCheck.validate(called, path));
    }
    if (!template || TemplatePath.hasConfiguration(path)) {
      invocation = called.in(path);
      found.addAll(check(invocation));
    }
    boolean valid = found.stream().noneMatch(Diagnostic::isError);
    if (invocation.given().on("json")) {
      json(invocation.terminal(), found.stream().map(invocation.wording()::told).toList(), valid);
    } else {
      text(invocation, found, valid);
    }
    return valid ? ExitCode.OK : ExitCode.ERROR;
  }

  private static List<Diagnostic> check(Invocation invocation) throws IOException {
    if (!Files.isDirectory(invocation.folder())) {
      return List.of(
          Diagnostic.error(
              "Failed to read module directory",
              "Module directory "
                  + (invocation.given().arguments().isEmpty()
                      ? "."
                      : invocation.given().arguments().getFirst())
                  + " does not exist or cannot be read."));
    }
    Diagnostics diagnostics = new Diagnostics();
    Result<Configuration> loaded = invocation.project().load();
    diagnostics.addAll(loaded.diagnostics());
    if (!invocation.given().on("no-tests")) {
      TestFileReader.check(
          new FolderSource(invocation.folder()),
          invocation.given().text("test-directory").orElse("tests"),
          diagnostics);
    }
    if (!diagnostics.hasErrors()) {
      diagnostics.addAll(
          new Planner(invocation.project().providers(), invocation.project().setting())
              .validate(loaded.get(), new Cancellation()));
    }
    return DiagnosticView.sorted(diagnostics.list());
  }

  private static void text(Invocation invocation, List<Diagnostic> found, boolean valid) {
    invocation.show(found);
    if (valid) {
      Terminal terminal = invocation.terminal();
      String success = terminal.styled(Terminal.Style.GREEN, "Success!");
      boolean warned = !found.isEmpty();
      String text =
          warned
              ? "Success! The configuration is valid, but there were some validation warnings as"
                  + " shown above."
              : "Success! The configuration is valid.";
      terminal.line(
          WordWrap.paragraphs(text, terminal.width() - 1).replaceFirst("^Success!", success)
              + "\n");
    }
  }

  private static void json(Terminal terminal, List<Diagnostic> found, boolean valid) {
    long errors = found.stream().filter(Diagnostic::isError).count();
    terminal.line(
        JsonDocument.text(
            json -> {
              json.writeStartObject();
              json.writeStringProperty("format_version", "1.0");
              json.writeBooleanProperty("valid", valid);
              json.writeNumberProperty("error_count", errors);
              json.writeNumberProperty("warning_count", found.size() - errors);
              json.writeName("diagnostics");
              DiagnosticJson.write(json, found, new EnclosingBlocks());
              json.writeEndObject();
            }));
  }
}
