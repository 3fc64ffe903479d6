package dev.ingot.cli.template;

import dev.ingot.bake.Secrets;
import dev.ingot.bake.template.Template;
import dev.ingot.bake.template.TemplateBlocks;
import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.up.Problems;
import dev.ingot.cli.up.StackRun;
import dev.ingot.home.Site;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.ConsoleText;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** {@code ingot inspect}: shows the parts of a template. */
public final class InspectCommand implements Command {
  @Override
  public String synopsis() {
    return "Show the variables, sources and builds of a template.";
  }

  @Override
  public String arguments() {
    return "[TEMPLATE]";
  }

  @Override
  public Flags flags() {
    return TemplateFlags.inputs().onOff("machine-readable", "Print comma-separated lines.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException {
    Path path = TemplateFlags.path(invocation);
    try (Site site = StackRun.site(invocation)) {
      Diagnostics diagnostics = new Diagnostics();
      Template template = site.bakery().load(TemplateFlags.request(invocation, path), diagnostics);
      Problems.print(invocation.terminal(), diagnostics.list());
      UnaryOperator<String> line =
          invocation.given().on("machine-readable")
              ? text -> MachineReadable.line(site.home().clock(), "", "ui", "say", text)
              : text -> text;
      for (String each : lines(template)) {
        invocation.terminal().line(line.apply(each));
      }
      return diagnostics.hasErrors() ? ExitCode.ERROR : ExitCode.OK;
    }
  }

  private static List<String> lines(Template template) {
    List<String> lines = new ArrayList<>(List.of("Packer Inspect: HCL2 mode", ""));
    lines.addAll(List.of("> input-variables:", ""));
    new TreeMap<>(template.variables())
        .forEach((name, value) -> lines.add("var." + name + ": " + shown(value)));
    lines.addAll(List.of("", "> local-variables:", ""));
    new TreeMap<>(template.locals())
        .forEach((name, value) -> lines.add("local." + name + ": " + shown(value)));
    lines.addAll(List.of("", "> builds:", ""));
    for (int i = 0; i < template.builds().size(); i++) {
      build(i, template.builds().get(i), template, lines);
    }
    return lines;
  }

  private static void build(
      int number, TemplateBlocks.Build build, Template template, List<String> lines) {
    String name = build.name().flatMap(e -> text(e, template)).orElse("<" + number + ">");
    lines.addAll(List.of("  > " + name + ":", ""));
    build
        .description()
        .flatMap(e -> text(e, template))
        .ifPresent(text -> lines.addAll(List.of("  > Description: " + text, "")));
    lines.addAll(List.of("    sources:", ""));
    build.sources().forEach(use -> lines.add("      " + use.source()));
    lines.addAll(List.of("", "    provisioners:", ""));
    if (build.provisioners().isEmpty()) {
      lines.add("      <no provisioner>");
    }
    build.provisioners().forEach(step -> lines.add("      " + step.type()));
    lines.addAll(List.of("", "    post-processors:", ""));
    if (build.postProcessors().isEmpty()) {
      lines.add("      <no post-processor>");
    }
    for (int i = 0; i < build.postProcessors().size(); i++) {
      lines.add("      " + i + ":");
      build.postProcessors().get(i).forEach(step -> lines.add("        " + step.type()));
    }
    lines.add("");
  }

  private static Optional<String> text(Expression expression, Template template) {
    Value value = Evaluator.evaluate(expression, template.scope(), new Diagnostics());
    return value.marks().sensitive() ? Optional.of(Secrets.SHOWN) : Values.text(value);
  }

  private static String shown(Value value) {
    if (Secrets.of(List.of(value)).isEmpty() && !value.marks().sensitive()) {
      return value.isKnown() ? ConsoleText.of(value) : "\"<unknown>\"";
    }
    return "\"" + Secrets.SHOWN + "\"";
  }
}
