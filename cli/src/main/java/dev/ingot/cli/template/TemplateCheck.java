package dev.ingot.cli.template;

import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.up.StackRun;
import dev.ingot.home.Site;
import dev.ingot.lang.Diagnostic;
import dev.ingot.release.bake.Bakery;
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

  /** Missing requirements of a template. */
  public static List<Diagnostic> init(Invocation invocation, Path template) throws UsageException {
    try (Site site = StackRun.site(invocation)) {
      return site.bakery().needs(TemplateFlags.request(invocation, template));
    }
  }
}
