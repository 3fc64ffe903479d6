package dev.ingot.cli.command;

import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.view.LineDifference;
import dev.ingot.lang.BoundedFile;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.format.Formatter;
import dev.ingot.lang.syntax.Body.BlockSchema;
import dev.ingot.lang.syntax.Body.BodySchema;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.storage.Access;
import dev.ingot.storage.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code ingot fmt}. */
public final class FmtCommand implements Command {
  private static final int UNFORMATTED = 3;
  private static final List<String> ENDINGS =
      List.of(
          ".tf",
          ".tofu",
          ".tfvars",
          ".tftest.hcl",
          ".tofutest.hcl",
          ".tfmock.hcl",
          ".pkr.hcl",
          ".pkrvars.hcl",
          ".ingot.hcl");

  private static final BodySchema OF_TEMPLATES =
      new BodySchema(
          List.of(),
          List.of(
              new BlockSchema("packer"),
              new BlockSchema("source", "type", "name"),
              new BlockSchema("build")));

  @Override
  public String synopsis() {
    return "Format files in the canonical style.";
  }

  @Override
  public String arguments() {
    return "[FILE or FOLDER or - ...]";
  }

  @Override
  public Flags flags() {
    return new Flags()
        .onOff("check", "Change nothing; exit with 3 if a file is not formatted.")
        .onOff("diff", "Show what changes.")
        .onOff("list", "List the files that change (the default).")
        .onOff("write", "Write the files (the default).")
        .onOff("recursive", "Include subfolders.");
  }

  /**
   * @param held what is to be shown in the end: nothing of a check that fails for another reason
   */
  private record Wanted(
      boolean check, boolean diff, boolean list, boolean write, StringBuilder held) {}

  @Override
  public int run(Invocation invocation) throws UsageException, IOException {
    Flags.Given given = invocation.given();
    boolean check = given.on("check");
    List<String> arguments = given.arguments().isEmpty() ? List.of(".") : given.arguments();
    boolean standardInput = arguments.equals(List.of("-"));
    Wanted wanted =
        new Wanted(
            check,
            given.on("diff"),
            given.on("list", true) && !standardInput,
            given.on("write", !check) && !check && !standardInput,
            new StringBuilder());
    Diagnostics diagnostics = new Diagnostics();
    boolean changed = false;
    if (standardInput) {
      byte[] bytes = invocation.terminal().in().readAllBytes();
      changed = standardInput(bytes, wanted, diagnostics);
    } else {
      for (Path file : files(invocation, arguments, diagnostics)) {
        changed |= file(invocation, file, wanted, diagnostics);
      }
    }
    if (!check || (!diagnostics.hasErrors() && (wanted.list() || invocation.wording().own()))) {
      invocation.terminal().out().print(wanted.held());
      invocation.terminal().out().flush();
    }
    invocation.showFramed(diagnostics.list());
    if (diagnostics.hasErrors()) {
      return 2;
    }
    return check && changed ? UNFORMATTED : ExitCode.OK;
  }

  private static List<Path> files(
      Invocation invocation, List<String> arguments, Diagnostics diagnostics) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String argument : arguments) {
      Path path = invocation.folder().resolve(argument).normalize();
      if (Files.isDirectory(path)) {
        folder(path, invocation.given().on("recursive"), files);
      } else if (!Files.exists(path)) {
        diagnostics.add(Diagnostic.error("No file or directory at " + argument, ""));
      } else if (ENDINGS.stream().anyMatch(argument::endsWith)) {
        files.add(path);
      } else {
        diagnostics.add(
            Diagnostic.error(
                "Only .tf, .tfvars, and .tftest.hcl files can be processed with "
                    + invocation.wording().program()
                    + " fmt",
                ""));
      }
    }
    return files;
  }

  private static void folder(Path folder, boolean below, List<Path> files) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path entry : entries.sorted().toList()) {
        String name = String.valueOf(entry.getFileName());
        if (Files.isDirectory(entry)) {
          if (below && !name.startsWith(".")) {
            folder(entry, true, files);
          }
        } else if (isFormatted(name)) {
          files.add(entry);
        }
      }
    }
  }

  private static boolean isFormatted(String name) {
    return !name.startsWith(".")
        && !name.endsWith("~")
        && !(name.startsWith("#") && name.endsWith("#"))
        && ENDINGS.stream().anyMatch(name::endsWith);
  }

  private static boolean standardInput(byte[] bytes, Wanted wanted, Diagnostics diagnostics) {
    SourceFile file = Syntax.source("<stdin>", bytes, diagnostics);
    Optional<String> formatted =
        isTemplate(file)
            ? Formatter.layout(file, diagnostics)
            : Formatter.format(file, diagnostics);
    if (formatted.isEmpty()) {
      return false;
    }
    boolean changed = !formatted.get().equals(file.text());
    if (wanted.diff() && changed) {
      wanted.held().append(difference("<stdin>", file.text(), formatted.get()));
    } else if (!wanted.check()) {
      wanted.held().append(formatted.get());
    }
    return changed;
  }

  /** Whether a text without a name is a template: it has a block that only templates have. */
  private static boolean isTemplate(SourceFile file) {
    return !Syntax.parse(file, new Diagnostics())
        .partialContent(OF_TEMPLATES, new Diagnostics())
        .content()
        .blocks()
        .isEmpty();
  }

  private static boolean file(
      Invocation invocation, Path path, Wanted wanted, Diagnostics diagnostics) throws IOException {
    String name = invocation.folder().relativize(path).toString();
    SourceFile file = Syntax.source(name, BoundedFile.read(path), diagnostics);
    Optional<String> formatted =
        name.endsWith(".pkr.hcl") || name.endsWith(".pkrvars.hcl")
            ? Formatter.layout(file, diagnostics)
            : Formatter.format(file, diagnostics);
    if (formatted.isEmpty() || formatted.get().equals(file.text())) {
      return false;
    }
    if (wanted.list()) {
      wanted.held().append(name).append('\n');
    }
    if (wanted.write()) {
      AtomicFile.write(path, formatted.get().getBytes(StandardCharsets.UTF_8), Access.SHARED);
    }
    if (wanted.diff()) {
      wanted.held().append(difference(name, file.text(), formatted.get()));
    }
    return true;
  }

  private static String difference(String name, String before, String after) {
    return "--- old/" + name + "\n+++ new/" + name + "\n" + LineDifference.unified(before, after);
  }
}
