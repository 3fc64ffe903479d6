package dev.ingot.cli.template;

import dev.ingot.bake.template.TemplateBlocks.RequiredPlugin;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.up.StackRun;
import dev.ingot.home.Site;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.release.bake.Bakery;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Checks of templates by {@code validate} and {@code init}. */
public final class TemplateCheck {
  private TemplateCheck() {}

  /** The diagnostics of a template. */
  public static List<Diagnostic> validate(Invocation invocation, Path template)
      throws UsageException {
    try (Site site = StackRun.site(invocation)) {
      return site.bakery().validate(TemplateFlags.request(invocation, template), depth(invocation));
    }
  }

  private static Bakery.Depth depth(Invocation invocation) {
    if (invocation.given().on("syntax-only")) {
      return Bakery.Depth.SYNTAX;
    }
    return invocation.given().on("evaluate-datasources") ? Bakery.Depth.DATA : Bakery.Depth.VALUES;
  }

  /** Installs what a template requires; the exit code. */
  public static int init(Invocation invocation, Path template) throws UsageException, IOException {
    List<RequiredPlugin> plugins;
    try (Site site = StackRun.site(invocation)) {
      Bakery.Request request = TemplateFlags.request(invocation, template);
      List<Diagnostic> needs = site.bakery().needs(request);
      invocation.show(needs);
      if (needs.stream().anyMatch(Diagnostic::isError)) {
        return ExitCode.ERROR;
      }
      plugins = site.bakery().parse(request, new Diagnostics()).settings().plugins();
    }
    if (plugins.isEmpty()) {
      if (!TemplatePath.hasConfiguration(template)) {
        invocation.terminal().line("The template requires no plugins.");
      }
      return ExitCode.OK;
    }
    return PluginInstallation.required(invocation, template, plugins);
  }
}
