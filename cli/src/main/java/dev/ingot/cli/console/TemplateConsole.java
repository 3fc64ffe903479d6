package dev.ingot.cli.console;

import dev.ingot.bake.template.Template;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.eval.Console;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Expressions over the variables, local values and data sources of a template. */
public final class TemplateConsole implements ConsoleNames {
  private final Template template;

  /** A console of a template whose names have values. */
  public TemplateConsole(Template template) {
    this.template = template;
  }

  @Override
  public Optional<String> print(String text, Diagnostics diagnostics) {
    Diagnostics own = new Diagnostics();
    Expression expression = expression(text, own);
    Optional<String> printed =
        own.hasErrors() ? Optional.empty() : Console.print(expression, template.scope(), own);
    diagnostics.addAll(own);
    return own.hasErrors() ? Optional.empty() : printed;
  }

  private static Expression expression(String text, Diagnostics diagnostics) {
    // A heredoc needs a line end behind its last line.
    String input = text.contains("\n") ? text + "\n" : text;
    return Syntax.parseExpression(SourceFile.unlisted("<console-input>", input), diagnostics);
  }

  @Override
  public Collection<String> attributes(String text) {
    Diagnostics own = new Diagnostics();
    Expression expression = expression(text, own);
    if (own.hasErrors()) {
      return List.of();
    }
    Value value = Evaluator.evaluate(expression, template.scope(), own);
    if (own.hasErrors() || value.marks().sensitive()) {
      return List.of();
    }
    return Values.entries(value)
        .<Collection<String>>map(entries -> entries.keySet())
        .orElseGet(
            () ->
                value.type() instanceof Type.ObjectType object
                    ? object.attributes().keySet()
                    : List.of());
  }

  @Override
  public List<String> functions() {
    return template.scope().functions().names();
  }

  @Override
  public Collection<String> names() {
    TreeSet<String> names = new TreeSet<>();
    template
        .scope()
        .roots()
        .forEach(
            (root, attributes) ->
                attributes.keySet().forEach(name -> names.add(root + "." + name)));
    return names;
  }
}
