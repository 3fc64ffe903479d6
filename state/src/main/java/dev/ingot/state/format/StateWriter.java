package dev.ingot.state.format;

import dev.ingot.address.InstanceKey;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.state.InstanceState;
import dev.ingot.state.OutputState;
import dev.ingot.state.RawJson;
import dev.ingot.state.ResourceState;
import dev.ingot.state.State;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes state files of format 4, byte by byte as Terraform does. */
public final class StateWriter {
  private final JsonSink sink;

  private StateWriter(JsonSink sink) {
    this.sink = sink;
  }

  /** The file of a state. */
  public static byte[] write(State state) {
    StateWriter writer = new StateWriter(JsonSink.indented());
    writer.document(state);
    return writer.sink.toByteArray();
  }

  /** Writes the file of a state, piece by piece. */
  static void write(State state, OutputStream out) throws IOException {
    StateWriter writer = new StateWriter(JsonSink.indented(out));
    try {
      writer.document(state);
      writer.sink.end();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void document(State state) {
    sink.beginObject();
    sink.name("version").value(FormatVersion.PRESENT);
    sink.name("terraform_version").value(state.writerVersion());
    sink.name("serial").value(state.serial());
    sink.name("lineage").value(state.lineage());
    sink.name("outputs").beginObject();
    state.outputs().forEach((name, output) -> output(sink.name(name), output));
    sink.endObject();
    sink.name("resources").beginArray();
    fileOrder(state).forEach(this::resource);
    sink.endArray();
    sink.name("check_results").value(state.checkResults());
    state.unknownFields().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(field -> sink.name(field.getKey()).value(field.getValue()));
    sink.endObject().endLine();
  }

  /**
   * Modules are ordered by their text in files, so that {@code m[10]} comes before {@code m[1]}.
   */
  private static List<ResourceState> fileOrder(State state) {
    List<ResourceState> resources = new ArrayList<>(state.resources().values());
    if (resources.stream().allMatch(r -> r.address().module().isRoot())) {
      return resources;
    }
    record Keyed(String module, ResourceState resource) {}
    return resources.stream()
        .map(r -> new Keyed(r.address().module().toString(), r))
        .sorted(
            Comparator.comparing(Keyed::module, dev.ingot.lang.value.Value.KEY_ORDER)
                .thenComparing(keyed -> keyed.resource().address()))
        .map(Keyed::resource)
        .toList();
  }

  private static void output(JsonSink sink, OutputState output) {
    sink.beginObject();
    sink.name("value").value(output.value());
    sink.name("type").value(output.type());
    if (output.sensitive()) {
      sink.name("sensitive").value(true);
    }
    sink.endObject();
  }

  private void resource(ResourceState resource) {
    sink.beginObject();
    if (!resource.address().module().isRoot()) {
      sink.name("module").value(resource.address().module().toString());
    }
    sink.name("mode").value(resource.address().mode().text());
    sink.name("type").value(resource.address().type());
    sink.name("name").value(resource.address().name());
    RawJson each = resource.unknownFields().get("each");
    if (each != null) {
      sink.name("each").value(each);
    }
    boolean keyed = false;
    for (InstanceState instance : resource.instances().values()) {
      keyed |= !instance.providerKey().equals(InstanceKey.none());
    }
    if (!keyed) {
      sink.name("provider").value(resource.provider().toString());
    }
    sink.name("instances").beginArray();
    for (Map.Entry<InstanceKey, InstanceState> stored : resource.instances().entrySet()) {
      InstanceKey key = stored.getKey();
      instance(
          key, stored.getValue(), keyed ? Optional.of(resource.provider(key)) : Optional.empty());
    }
    sink.endArray();
    resource.unknownFields().entrySet().stream()
        .filter(field -> !field.getKey().equals("each"))
        .sorted(Map.Entry.comparingByKey())
        .forEach(field -> sink.name(field.getKey()).value(field.getValue()));
    sink.endObject();
  }

  private void instance(
      InstanceKey key, InstanceState instance, Optional<ProviderConfigAddress> provider) {
    instance
        .current()
        .ifPresent(
            object ->
                ObjectCodec.write(
                    new ObjectCodec.Element(key, Optional.empty(), provider, object), sink));
    instance
        .deposed()
        .forEach(
            (name, object) ->
                ObjectCodec.write(
                    new ObjectCodec.Element(key, Optional.of(name), provider, object), sink));
  }
}
