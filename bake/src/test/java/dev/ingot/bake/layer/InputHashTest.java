package dev.ingot.bake.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputHashTest {
  @TempDir Path folder;

  @Property
  void differentTextsGiveDifferentKeys(@ForAll List<String> left, @ForAll List<String> right) {
    Assume.that(!left.equals(right));
    assertThat(key(left)).isNotEqualTo(key(right));
  }

  @Property
  void theSameTextsGiveTheSameKey(@ForAll List<String> texts) {
    assertThat(key(texts)).isEqualTo(key(List.copyOf(texts)));
  }

  @Property
  void whereATextEndsCounts(@ForAll String left, @ForAll String right) {
    Assume.that(!right.isEmpty());
    assertThat(new InputHash("t").text(left).text(right).key())
        .isNotEqualTo(new InputHash("t").text(left + right).text("").key());
  }

  @Test
  void valuesOfDifferentKindsGiveDifferentKeys() {
    TreeMap<String, Value> attributes = new TreeMap<>(Value.KEY_ORDER);
    attributes.put("a", Value.of("1"));
    List<Value> values =
        List.of(
            Value.of("1"),
            Value.of(1),
            Value.of(true),
            Value.of("true"),
            Value.nullOf(dev.ingot.lang.value.Type.STRING),
            new Value.TupleValue(List.of(Value.of("1"))),
            new Value.TupleValue(List.of(new Value.TupleValue(List.of(Value.of("1"))))),
            new Value.ObjectValue(attributes),
            Value.of("1").marked(Marks.SENSITIVE));
    assertThat(values.stream().map(value -> new InputHash("v").value(value).key()))
        .doesNotHaveDuplicates();
    assertThat(new InputHash("v").value(Value.of("1").marked(Marks.SENSITIVE)).key())
        .isEqualTo(new InputHash("v").value(Value.of("1").marked(Marks.SENSITIVE)).key());
  }

  @Test
  void everyChangeInAFolderChangesItsKey() throws IOException {
    Path file = Files.createDirectories(folder.resolve("a/b")).resolve("c");
    Files.writeString(file, "one");
    LayerKey first = content();
    assertThat(content()).isEqualTo(first);
    Files.writeString(file, "two");
    LayerKey second = content();
    Files.setAttribute(file, "unix:mode", 0755);
    LayerKey third = content();
    Files.move(file, file.resolveSibling("d"));
    LayerKey fourth = content();
    Files.createDirectory(folder.resolve("e"));
    assertThat(List.of(first, second, third, fourth, content())).doesNotHaveDuplicates();
  }

  private LayerKey content() throws IOException {
    return new InputHash("folder").content(folder).key();
  }

  private static LayerKey key(List<String> texts) {
    return new InputHash("texts").texts(texts).key();
  }
}
