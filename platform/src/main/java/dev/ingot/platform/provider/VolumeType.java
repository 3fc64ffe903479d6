package dev.ingot.platform.provider;

import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValuePath;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.platform.api.Volume;
import dev.ingot.provider.ProviderDiagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Pattern;

/**
 * {@code ingot_volume}: a folder that survives the machines it is mounted in. One snapshot would be
 * that of what a failed machine has left, once its rollout is taken back: so it is none, or two.
 */
final class VolumeType implements ManagedType {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");
  private static final int MOST = 100;
  private static final Schema SCHEMA =
      Schema.of(
          Map.of(
              "id", Attribute.computed(Type.STRING),
              "name", Attribute.required(Type.STRING),
              "snapshots", Attribute.optional(Type.NUMBER),
              "path", Attribute.computed(Type.STRING),
              "created_at", Attribute.computed(Type.STRING)));

  private final PlatformAccess platform;

  VolumeType(PlatformAccess platform) {
    this.platform = platform;
  }

  @Override
  public Schema schema() {
    return SCHEMA;
  }

  @Override
  public List<ProviderDiagnostic> validate(Attributes config) {
    List<ProviderDiagnostic> problems = new ArrayList<>(nameProblems(config));
    config
        .number("snapshots")
        .filter(count -> count != 0 && (count < 2 || count > MOST || count % 1 != 0))
        .ifPresent(
            _ ->
                problems.add(
                    ProviderDiagnostic.error(
                        "Invalid volume",
                        "snapshots is 0, or a whole number from 2 to 100: a rollout that is taken"
                            + " back takes one of what the new machine has left, which would be"
                            + " the only one.",
                        ValuePath.ROOT.attribute("snapshots"))));
    return problems;
  }

  private static List<ProviderDiagnostic> nameProblems(Attributes config) {
    return config
        .text("name")
        .filter(name -> !NAME.matcher(name).matches())
        .map(
            name ->
                List.of(
                    ProviderDiagnostic.error(
                        "Invalid volume",
                        "\""
                            + name
                            + "\" is not a valid volume name: use up to 63 letters, digits, dots,"
                            + " dashes and underscores, beginning with a letter or digit.",
                        ValuePath.ROOT.attribute("name"))))
        .orElse(List.of());
  }

  @Override
  public Planned plan(Optional<Attributes> prior, Attributes proposed) {
    SortedMap<String, Value> planned = proposed.copy();
    if (prior.isEmpty()) {
      planned.put("id", proposed.get("name"));
      planned.put("path", Attributes.unknownText());
      planned.put("created_at", Attributes.unknownText());
      return new Planned(new Value.ObjectValue(planned), List.of(), List.of());
    }
    return new Planned(
        new Value.ObjectValue(planned), prior.get().changed(planned, List.of("name")), List.of());
  }

  @Override
  public String newKey(Attributes planned) {
    return planned.text("name").orElse("");
  }

  @Override
  public Optional<String> key(Attributes object) {
    return object.text("name");
  }

  @Override
  public Optional<Value> read(String key, Attributes last) throws PlatformException {
    return key.isEmpty()
        ? Optional.empty()
        : platform.findVolume(key).map(volume -> value(volume, last));
  }

  private static Value value(Volume volume, Attributes last) {
    SortedMap<String, Value> value = last.copy();
    value.put("id", Value.of(volume.name()));
    value.put("name", Value.of(volume.name()));
    value.put("path", Value.of(volume.path().toString()));
    value.put("created_at", Value.of(volume.createdAt().toString()));
    return new Value.ObjectValue(value);
  }

  @Override
  public Applied create(String key, Attributes planned) throws PlatformException {
    String name = planned.text("name").orElse(key);
    return Applied.of(value(platform.createVolume(name, snapshots(planned)), planned));
  }

  @Override
  public Applied update(String key, Attributes planned) throws PlatformException {
    return Applied.of(value(platform.createVolume(key, snapshots(planned)), planned));
  }

  private static int snapshots(Attributes planned) {
    return planned.number("snapshots").orElse(0.0).intValue();
  }

  @Override
  public void destroy(String key) throws PlatformException {
    platform.deleteVolume(key);
  }
}
