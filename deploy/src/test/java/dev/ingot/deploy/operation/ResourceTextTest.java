package dev.ingot.deploy.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.Documentation;
import dev.ingot.lang.schema.NestedBlock;
import dev.ingot.lang.schema.Nesting;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Blocks generated for objects, as Terraform 1.11.4 writes them for a provider of this schema. */
class ResourceTextTest {
  private static final Map<String, Attribute> INNER =
      Map.of(
          "a", Attribute.optional(Type.STRING),
          "longer_name", Attribute.optionalComputed(Type.BOOL),
          "out", Attribute.computed(Type.STRING),
          "secret", Attribute.optional(Type.STRING).asSensitive());

  private static final Schema SCHEMA =
      Schema.of(
          Map.ofEntries(
              Map.entry("id", Attribute.optionalComputed(Type.STRING)),
              Map.entry("comp", Attribute.computed(Type.STRING)),
              Map.entry("emptymap", Attribute.optional(new Type.MapType(Type.STRING))),
              Map.entry("json", Attribute.optional(Type.STRING)),
              Map.entry(
                  "lists", Attribute.optional(new Type.ListType(new Type.ListType(Type.NUMBER)))),
              Map.entry("map", Attribute.optional(new Type.MapType(Type.STRING))),
              Map.entry("multi", Attribute.optional(Type.STRING)),
              Map.entry("nempty", Attribute.nested(INNER, Nesting.LIST)),
              Map.entry("nlist", Attribute.nested(INNER, Nesting.LIST)),
              Map.entry("nmap", Attribute.nested(INNER, Nesting.MAP)),
              Map.entry("nnull", Attribute.nested(INNER, Nesting.LIST)),
              Map.entry("nsecret", Attribute.nested(INNER, Nesting.LIST).asSensitive()),
              Map.entry("nsingle", Attribute.nested(INNER, Nesting.SINGLE)),
              Map.entry(
                  "old",
                  Attribute.optional(Type.STRING)
                      .documented(
                          new Documentation("", Documentation.Format.PLAIN, true, "no more"))),
              Map.entry("opt", Attribute.optional(Type.STRING)),
              Map.entry("secret", Attribute.optional(Type.STRING).asSensitive())),
          Map.of(
              "blist", NestedBlock.of(Schema.of(INNER, Map.of()), Nesting.LIST),
              "bnull", NestedBlock.of(Schema.of(INNER, Map.of()), Nesting.SINGLE),
              "bset", NestedBlock.of(Schema.of(INNER, Map.of()), Nesting.SET),
              "bsingle",
                  NestedBlock.of(
                      Schema.of(
                          INNER,
                          Map.of("deep", NestedBlock.of(Schema.of(INNER, Map.of()), Nesting.LIST))),
                      Nesting.SINGLE)));

  private static final String OBJECT =
      """
      {
        "id": "x", "comp": "c", "old": "o", "opt": null, "secret": "s", "emptymap": {},
        "json": "{\\"Version\\":\\"2012\\",\\"Statement\\":[{\\"b\\":true,\\"x\\":null,\\"e\\":{},\\"l\\":[1,\\"2\\"]}]}",
        "lists": [[1, 2], [3]],
        "map": {"b": "1", "a key": "2", "x-y": "${3}", "1z": "4"},
        "multi": "line one\\n  line \\"two\\"\\n",
        "nempty": [], "nnull": null,
        "nlist": [{"a": "a", "longer_name": true, "out": "o", "secret": "s"}],
        "nmap": {"k": {"a": "a", "longer_name": true, "out": "o", "secret": "s"},
                 "a b": {"a": "é\\u2028", "longer_name": null, "out": null, "secret": null}},
        "nsecret": [{"a": "a", "longer_name": true, "out": "o", "secret": "s"}],
        "nsingle": {"a": "a", "longer_name": true, "out": "o", "secret": "s"},
        "blist": [{"a": "b0", "longer_name": null, "out": null, "secret": null},
                  {"a": "b1", "longer_name": null, "out": null, "secret": null}],
        "bnull": null,
        "bset": [{"a": "b0", "longer_name": null, "out": null, "secret": null}],
        "bsingle": {"a": "aa", "longer_name": null, "out": null, "secret": "s",
                    "deep": [{"a": "dd", "longer_name": null, "out": null, "secret": null}]}
      }
      """;

  private static final String BLOCK =
      """
      resource "gens_all" "a" {
        provider = gens.x
        emptymap = {}
        json = jsonencode({
          Statement = [{
            b = true
            e = {}
            l = [1, "2"]
            x = null
          }]
          Version = "2012"
        })
        lists = [[1, 2], [3]]
        map = {
          "1z"    = "4"
          "a key" = "2"
          b       = "1"
          x-y     = "$${3}"
        }
        multi = "line one\\n  line \\"two\\"\\n"
        nempty = [
        ]
        nlist = [
          {
            a           = "a"
            longer_name = true
            secret      = null # sensitive
          },
        ]
        nmap = {
          "a b" = {
            a           = "é\\u2028"
            longer_name = null
            secret      = null # sensitive
          }
          k = {
            a           = "a"
            longer_name = true
            secret      = null # sensitive
          }
        }
        nnull   = null
        nsecret = [] # sensitive
        nsingle = {
          a           = "a"
          longer_name = true
          secret      = null # sensitive
        }
        opt    = null
        secret = null # sensitive
        blist {
          a           = "b0"
          longer_name = null
          secret      = null # sensitive
        }
        blist {
          a           = "b1"
          longer_name = null
          secret      = null # sensitive
        }
        bset {} # sensitive
        bsingle {
          a           = "aa"
          longer_name = null
          secret      = null # sensitive
          deep {
            a           = "dd"
            longer_name = null
            secret      = null # sensitive
          }
        }
      }\
      """;

  @Test
  void aBlockSetsWhatCanBeSetAndHidesWhatIsSecret() {
    Value object = ValueJson.parse(OBJECT, SCHEMA.impliedType());
    assertThat(ResourceText.of("gens_all", "a", Optional.of("gens.x"), SCHEMA, object))
        .isEqualTo(BLOCK);
  }

  @Test
  void textsAreDocumentsOnlyWithAStructure() {
    assertThat(ExpressionText.readable(Value.of("null"))).isEqualTo("jsonencode(null)");
    assertThat(ExpressionText.readable(Value.of("[]"))).isEqualTo("jsonencode([])");
    assertThat(ExpressionText.readable(Value.of("12"))).isEqualTo("\"12\"");
    assertThat(ExpressionText.readable(Value.of("{no"))).isEqualTo("\"{no\"");
  }
}
