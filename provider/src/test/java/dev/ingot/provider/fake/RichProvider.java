package dev.ingot.provider.fake;

import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.Documentation;
import dev.ingot.lang.schema.NestedBlock;
import dev.ingot.lang.schema.Nesting;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Bytes;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.ApplyResourceChange;
import dev.ingot.provider.CallContext;
import dev.ingot.provider.ClientCapabilities;
import dev.ingot.provider.InProcessProvider;
import dev.ingot.provider.PlanResourceChange;
import dev.ingot.provider.ProviderDiagnostic;
import dev.ingot.provider.ProviderSchema;
import dev.ingot.provider.ReadDataSource;
import dev.ingot.provider.ReadResource;
import dev.ingot.provider.ResourceTypeSchema;
import dev.ingot.provider.ResourceTypes;
import dev.ingot.provider.ServerCapabilities;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A provider to be mocked: {@code fake_rich} has attributes and blocks of every kind and can't be
 * created; {@code fake_lookup} tells its {@code name} and the region.
 */
public final class RichProvider extends InProcessProvider {
  private static final Schema RICH =
      new Schema(
          0,
          new TreeMap<>(
              Map.ofEntries(
                  Map.entry("id", Attribute.computed(Type.STRING)),
                  Map.entry("name", Attribute.required(Type.STRING)),
                  Map.entry("note", Attribute.optionalComputed(Type.STRING)),
                  Map.entry("size", Attribute.optional(Type.NUMBER)),
                  Map.entry("secret", Attribute.computed(Type.STRING).asSensitive()),
                  Map.entry("count_of", Attribute.computed(Type.NUMBER)),
                  Map.entry("flag", Attribute.computed(Type.BOOL)),
                  Map.entry("names", Attribute.computed(new Type.ListType(Type.STRING))),
                  Map.entry("labels", Attribute.computed(new Type.MapType(Type.STRING))),
                  Map.entry("groups", Attribute.computed(new Type.SetType(Type.STRING))),
                  Map.entry("pair", Attribute.computed(pair())),
                  Map.entry("fail", Attribute.optional(Type.STRING)),
                  Map.entry(
                      "endpoint",
                      Attribute.nested(
                              Map.of(
                                  "host", Attribute.computed(Type.STRING),
                                  "port", Attribute.computed(Type.NUMBER)),
                              Nesting.SINGLE)
                          .with(false, false, true)),
                  Map.entry(
                      "rules",
                      Attribute.nested(
                          Map.of(
                              "to", Attribute.required(Type.STRING),
                              "number", Attribute.computed(Type.NUMBER)),
                          Nesting.LIST)),
                  Map.entry(
                      "found",
                      Attribute.nested(Map.of("to", Attribute.computed(Type.STRING)), Nesting.LIST)
                          .with(false, false, true)))),
          new TreeMap<>(
              Map.of(
                  "disk",
                  block("size", "path", Nesting.LIST),
                  "port",
                  block("number", "token", Nesting.SET),
                  "extra",
                  NestedBlock.of(
                      Schema.of(
                          Map.of(
                              "x", Attribute.optional(Type.STRING),
                              "y", Attribute.computed(Type.STRING))),
                      Nesting.SINGLE))),
          Documentation.NONE);

  private static final ProviderSchema SCHEMA =
      new ProviderSchema(
          Schema.of(Map.of("region", Attribute.optional(Type.STRING))),
          Optional.empty(),
          ResourceTypes.of(Map.of("fake_rich", ResourceTypeSchema.of(RICH))),
          ResourceTypes.of(
              Map.of(
                  "fake_lookup",
                  ResourceTypeSchema.of(
                      Schema.of(
                          Map.of(
                              "name", Attribute.required(Type.STRING),
                              "value", Attribute.computed(Type.STRING)))))),
          ResourceTypes.NONE,
          new TreeMap<>(),
          ServerCapabilities.NONE);

  private volatile String region = "";

  private static Type pair() {
    return new Type.ObjectType(new TreeMap<>(Map.of("left", Type.STRING, "right", Type.NUMBER)));
  }

  private static NestedBlock block(String required, String computed, Nesting nesting) {
    return NestedBlock.of(
        Schema.of(
            Map.of(
                required, Attribute.required(Type.NUMBER),
                computed, Attribute.computed(Type.STRING))),
        nesting);
  }

  @Override
  public ProviderSchema schema() {
    return SCHEMA;
  }

  @Override
  public List<ProviderDiagnostic> configure(
      Value config, String clientVersion, ClientCapabilities capabilities, CallContext context) {
    region = Values.attribute(config, "region").flatMap(Values::text).orElse("");
    return region.equals("nowhere")
        ? List.of(ProviderDiagnostic.error("No such region", "The region nowhere does not exist."))
        : List.of();
  }

  @Override
  public ReadResource.Response readResource(ReadResource.Request request, CallContext context) {
    return new ReadResource.Response(
        request.current(), request.privateData(), Optional.empty(), Optional.empty(), List.of());
  }

  @Override
  public PlanResourceChange.Response planResourceChange(
      PlanResourceChange.Request request, CallContext context) {
    return new PlanResourceChange.Response(
        request.proposedNew(),
        List.of(),
        Bytes.EMPTY,
        Optional.empty(),
        Optional.empty(),
        false,
        request.proposedNew().isNull()
            ? List.of()
            : List.of(ProviderDiagnostic.error("Not mocked", "The resource is planned for real.")));
  }

  @Override
  public ApplyResourceChange.Response applyResourceChange(
      ApplyResourceChange.Request request, CallContext context) {
    return new ApplyResourceChange.Response(
        request.planned(), Bytes.EMPTY, Optional.empty(), false, List.of());
  }

  @Override
  public ReadDataSource.Response readDataSource(
      ReadDataSource.Request request, CallContext context) {
    TreeMap<String, Value> found = new TreeMap<>(Values.entries(request.config()).orElseThrow());
    String name = Values.text(found.getOrDefault("name", Values.NULL)).orElse("");
    found.put("value", Value.of("value of " + name + " in " + region));
    return new ReadDataSource.Response(new Value.ObjectValue(found), Optional.empty(), List.of());
  }
}
