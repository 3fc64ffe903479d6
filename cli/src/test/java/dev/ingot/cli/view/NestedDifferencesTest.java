package dev.ingot.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.cli.terminal.Terminal;
import dev.ingot.cli.terminal.Wording;
import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.Nesting;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Expectations as recorded from Terraform 1.11.4. */
final class NestedDifferencesTest {
  private static final TreeMap<String, Attribute> LOGIN =
      new TreeMap<>(
          Map.of(
              "user", Attribute.optional(Type.STRING),
              "password", Attribute.optional(Type.STRING).asWriteOnly()));
  private static final Schema SCHEMA =
      Schema.of(
          Map.of(
              "secret", Attribute.optional(Type.STRING).asWriteOnly(),
              "logins", Attribute.nested(LOGIN, Nesting.MAP),
              "disks", Attribute.nested(LOGIN, Nesting.LIST)));

  private static Value login(String user) {
    return Values.object(
        Map.of(
            "user",
            user.isEmpty() ? Value.nullOf(Type.STRING) : Value.of(user),
            "password",
            Value.nullOf(Type.STRING)));
  }

  private static Value object(Map<String, Value> logins, List<Value> disks) {
    return Values.object(
        Map.of(
            "secret", Value.nullOf(Type.STRING),
            "logins", Values.map(login("").type(), logins),
            "disks", Values.list(login("").type(), disks)));
  }

  private static String text(Value before, Value after) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(new byte[0]), nowhere, nowhere, false, false, false, 78);
    return new BodyText(new DifferenceText(terminal, Wording.OWN), true)
        .lines(SCHEMA, before, after, List.of(), 4);
  }

  @Test
  void whatIsWriteOnlyIsNamedWhetherOrNotItIsGiven() {
    Value made = object(Map.of("a", login("root"), "b", login("")), List.of(login("x")));
    Value none = Value.nullOf(Type.DYNAMIC);
    assertThat(text(none, made))
        .isEqualTo(
            """
              + disks  = [
                  + {
                      + password = (write-only attribute)
                      + user     = "x"
                    },
                ]
              + logins = {
                  + "a" = {
                      + password = (write-only attribute)
                      + user     = "root"
                    },
                  + "b" = {
                      + password = (write-only attribute)
                    },
                }
              + secret = (write-only attribute)
            """);
    assertThat(text(made, none))
        .contains(
            """
                  - "a" = {
                      - password = (write-only attribute) -> null
                      - user     = "root" -> null
                    },
            """,
            "  - secret = (write-only attribute) -> null\n");
  }

  @Test
  void whatStaysIsCounted() {
    assertThat(
            text(
                object(Map.of("a", login("x"), "b", login("y")), List.of(login("p"), login("q"))),
                object(Map.of("a", login("x"), "b", login("z")), List.of(login("p")))))
        .isEqualTo(
            """
              ~ disks  = [
                  - {
                      - password = (write-only attribute) -> null
                      - user     = "q" -> null
                    },
                    # (1 unchanged element hidden)
                ]
              ~ logins = {
                  ~ "b" = {
                      ~ user     = "y" -> "z"
                        # (1 unchanged attribute hidden)
                    },
                    # (1 unchanged element hidden)
                }
                # (1 unchanged attribute hidden)
            """);
  }
}
