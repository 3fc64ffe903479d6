package dev.ingot.bake.chain;

import dev.ingot.bake.ImageDestination;
import dev.ingot.bake.Secrets;
import dev.ingot.bake.Source;
import dev.ingot.bake.template.BuildUnit;
import dev.ingot.bake.template.TemplateBlocks.BucketBlock;
import dev.ingot.bake.template.TemplateScope;
import dev.ingot.bake.template.TypeConstraints;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.TypeConstraint;
import dev.ingot.lang.value.Value;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Evaluates the destination of an image: its bucket, description and labels. None of it may be a
 * secret.
 */
record DestinationReader(TemplateScope scope, Diagnostics diagnostics) {
  ImageDestination read(BuildUnit unit, Source source) {
    Optional<BucketBlock> bucket = unit.build().bucket().or(unit::templateBucket);
    Optional<String> name =
        bucket.flatMap(
            block ->
                block.name().flatMap(e -> text(e, block.iterators().in(scope), "bucket_name")));
    Optional<String> description =
        bucket
            .flatMap(
                block ->
                    block
                        .description()
                        .flatMap(e -> text(e, block.iterators().in(scope), "description")))
            .or(() -> unit.build().description().flatMap(e -> text(e, scope, "description")));
    SortedMap<String, String> labels = new TreeMap<>(Value.KEY_ORDER);
    if (bucket.isPresent()) {
      Scope inside = bucket.get().iterators().in(scope);
      bucket.get().bucketLabels().ifPresent(e -> labels.putAll(texts(e, inside)));
      bucket.get().buildLabels().ifPresent(e -> labels.putAll(texts(e, inside)));
    }
    return new ImageDestination(name.orElse(source.bucket()), description.orElse(""), labels);
  }

  private SortedMap<String, String> texts(Expression expression, Scope inside) {
    Value value =
        TypeConstraints.convert(
            Evaluator.evaluate(expression, inside, diagnostics),
            TypeConstraint.of(new Type.MapType(Type.STRING)),
            expression.range(),
            diagnostics);
    SortedMap<String, String> texts = new TreeMap<>(Value.KEY_ORDER);
    if (value.unmarked() instanceof Value.MapValue(var _, SortedMap<String, Value> entries)) {
      entries.forEach(
          (key, each) ->
              shown(
                      value.marks().sensitive() ? each.marked(Marks.SENSITIVE) : each,
                      "A label",
                      expression.range())
                  .ifPresent(text -> texts.put(key, text)));
    }
    return texts;
  }

  private Optional<String> text(Expression expression, Scope inside, String name) {
    Value value =
        TypeConstraints.convert(
            Evaluator.evaluate(expression, inside, diagnostics),
            TypeConstraint.of(Type.STRING),
            expression.range(),
            diagnostics);
    return shown(value, name, expression.range());
  }

  /** The displayable form of a text that is visible to everyone who sees the image. */
  private Optional<String> shown(Value value, String what, SourceRange place) {
    if (value.unmarked() instanceof Value.StringValue(String text)) {
      if (value.marks().sensitive()) {
        diagnostics.add(
            Diagnostic.warning(
                "Sensitive value omitted",
                what
                    + " is visible to everyone who can read the image, so its sensitive value is"
                    + " omitted.",
                place));
        return Optional.of(Secrets.SHOWN);
      }
      return Optional.of(text);
    }
    return Optional.empty();
  }
}
