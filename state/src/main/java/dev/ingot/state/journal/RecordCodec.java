package dev.ingot.state.journal;

import dev.ingot.address.AddressException;
import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import dev.ingot.address.InstanceKey;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.address.ResourceAddress;
import dev.ingot.lang.value.Bytes;
import dev.ingot.state.Action;
import dev.ingot.state.Change;
import dev.ingot.state.Intent;
import dev.ingot.state.OutputState;
import dev.ingot.state.RawJson;
import dev.ingot.state.format.JsonSink;
import dev.ingot.state.format.JsonSource;
import dev.ingot.state.format.MisshapenException;
import dev.ingot.state.format.ObjectCodec;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Records as JSON: readable with common tools when something has gone wrong. */
final class RecordCodec {
  private static final String PROVIDER_INSTANCE = "provider_instance";

  private RecordCodec() {}

  static byte[] encode(JournalRecord value) {
    JsonSink sink = JsonSink.compact().beginObject();
    switch (value) {
      case JournalRecord.Header header ->
          sink.name("journal")
              .value(1)
              .name("lineage")
              .value(header.lineage())
              .name("serial")
              .value(header.serial())
              .name("digest")
              .value(header.digest())
              .name("token")
              .value(header.token())
              .name("time")
              .value(header.created().toString())
              .name("program")
              .value(header.program());
      case JournalRecord.Begin(long number, Instant time, Intent intent) -> {
        sink.name("begin").value(number).name("time").value(time.toString());
        sink.name("address").value(intent.address().toString());
        intent.deposed().ifPresent(key -> sink.name("deposed").value(key.text()));
        sink.name("action").value(intent.action().text());
        provider(intent.provider(), sink);
        sink.name("schema_version").value(intent.schemaVersion());
        sink.name("planned").value(intent.planned());
        if (!intent.plannedPrivate().isEmpty()) {
          sink.name("private").value(ObjectCodec.base64(intent.plannedPrivate()));
        }
      }
      case JournalRecord.Finish(long number, List<Change> changes) -> {
        sink.name("finish").value(number);
        changes(changes, sink);
      }
      case JournalRecord.Changes(List<Change> changes) -> changes(changes, sink);
      case JournalRecord.Checkpoint(long serial, String digest) ->
          sink.name("checkpoint").value(serial).name("digest").value(digest);
    }
    return sink.endObject().toByteArray();
  }

  /**
   * One of several configurations of a block has a field of its own, so that a program that doesn't
   * know such configurations can't take it for a block's.
   */
  private static void provider(ProviderConfigAddress provider, JsonSink sink) {
    boolean whole = provider.key().equals(InstanceKey.none());
    sink.name(whole ? "provider" : PROVIDER_INSTANCE).value(provider.toString());
  }

  private static void changes(List<Change> changes, JsonSink sink) {
    sink.name("changes").beginArray();
    for (Change change : changes) {
      sink.beginObject();
      change(change, sink);
      sink.endObject();
    }
    sink.endArray();
  }

  private static void change(Change change, JsonSink sink) {
    switch (change) {
      case Change.Put(var address, var deposed, var provider, var object) -> {
        sink.name("put").value(address.toString());
        provider(provider, sink);
        sink.name("object");
        ObjectCodec.write(InstanceKey.none(), deposed, object, sink);
      }
      case Change.Remove(var address, var deposed) -> {
        sink.name("remove").value(address.toString());
        deposed.ifPresent(key -> sink.name("deposed").value(key.text()));
      }
      case Change.Depose(var address, var key) ->
          sink.name("depose").value(address.toString()).name("deposed").value(key.text());
      case Change.Restore(var address, var key) ->
          sink.name("restore").value(address.toString()).name("deposed").value(key.text());
      case Change.Move(var from, var to) ->
          sink.name("move").value(from.toString()).name("to").value(to.toString());
      case Change.SetProvider(var address, var provider) ->
          sink.name("set_provider")
              .value(address.toString())
              .name("provider")
              .value(provider.toString());
      case Change.SetOutputs(var outputs) -> {
        sink.name("outputs").beginObject();
        outputs.forEach(
            (name, output) ->
                sink.name(name)
                    .beginObject()
                    .name("value")
                    .value(output.value())
                    .name("type")
                    .value(output.type())
                    .name("sensitive")
                    .value(output.sensitive())
                    .endObject());
        sink.endObject();
      }
      case Change.SetCheckResults(var results) -> sink.name("check_results").value(results);
    }
  }

  /**
   * A record from its bytes.
   *
   * @throws MisshapenException if they are of another version, or of none
   */
  static JournalRecord decode(byte[] payload) {
    Fields fields = new Fields();
    try (JsonSource source = new JsonSource(payload)) {
      source.document(() -> source.object("a record", name -> fields.field(name, source)));
      return fields.toRecord();
    } catch (AddressException | DateTimeException | IllegalArgumentException e) {
      throw new MisshapenException(String.valueOf(e.getMessage()));
    }
  }

  private static final class Fields {
    private String kind = "";
    private long number;
    private String lineage = "";
    private long serial;
    private String digest = "";
    private long token;
    private String time = "";
    private String program = "";
    private String address = "";
    private Optional<DeposedKey> deposed = Optional.empty();
    private String action = "";
    private String provider = "";
    private long schemaVersion;
    private RawJson planned = RawJson.NULL;
    private Bytes privateBytes = Bytes.EMPTY;
    private final List<Change> changes = new ArrayList<>();

    void field(String name, JsonSource source) {
      switch (name) {
        case "journal", "begin", "finish", "checkpoint" -> {
          kind = name;
          number = source.wholeNumber(name);
        }
        case "lineage" -> lineage = source.text(name);
        case "serial" -> serial = source.wholeNumber(name);
        case "digest" -> digest = source.text(name);
        case "token" -> token = source.wholeNumber(name);
        case "time" -> time = source.text(name);
        case "program" -> program = source.text(name);
        case "address" -> address = source.text(name);
        case "deposed" -> deposed = Optional.of(new DeposedKey(source.text(name)));
        case "action" -> action = source.text(name);
        case "provider", PROVIDER_INSTANCE -> provider = source.text(name);
        case "schema_version" -> schemaVersion = source.wholeNumber(name);
        case "planned" -> planned = source.raw();
        case "private" -> privateBytes = Bytes.of(Base64.getDecoder().decode(source.text(name)));
        case "changes" -> {
          kind = kind.isEmpty() ? name : kind;
          ChangeFields[] current = {new ChangeFields()};
          source.objects(
              name,
              () -> current[0] = new ChangeFields(),
              field -> current[0].field(field, source),
              () -> changes.add(current[0].toChange()));
        }
        default -> source.raw();
      }
    }

    JournalRecord toRecord() {
      return switch (kind) {
        case "journal" -> {
          if (number != 1) {
            throw new MisshapenException("journal of version " + number);
          }
          yield new JournalRecord.Header(
              lineage, serial, digest, token, Instant.parse(time), program);
        }
        case "begin" ->
            new JournalRecord.Begin(
                number,
                Instant.parse(time),
                new Intent(
                    InstanceAddress.parse(address),
                    deposed,
                    action(action),
                    ProviderConfigAddress.parse(provider),
                    schemaVersion,
                    planned,
                    privateBytes));
        case "finish" -> new JournalRecord.Finish(number, changes);
        case "changes" -> new JournalRecord.Changes(changes);
        case "checkpoint" -> new JournalRecord.Checkpoint(number, digest);
        default -> throw new MisshapenException("a record of an unknown kind");
      };
    }

    private static Action action(String text) {
      for (Action action : Action.values()) {
        if (action.text().equals(text)) {
          return action;
        }
      }
      throw new MisshapenException("unknown action " + text);
    }
  }

  private static final class ChangeFields {
    private String kind = "";
    private String address = "";
    private String to = "";
    private String provider = "";
    private Optional<DeposedKey> deposed = Optional.empty();
    private Optional<ObjectCodec.Element> element = Optional.empty();
    private final TreeMap<String, OutputState> outputs = new TreeMap<>();
    private RawJson checkResults = RawJson.NULL;

    void field(String name, JsonSource source) {
      switch (name) {
        case "put", "remove", "depose", "restore", "move", "set_provider" -> {
          kind = name;
          address = source.text(name);
        }
        case "to" -> to = source.text(name);
        case "provider", PROVIDER_INSTANCE -> provider = source.text(name);
        case "deposed" -> deposed = Optional.of(new DeposedKey(source.text(name)));
        case "object" -> {
          ObjectCodec.Reader reader = new ObjectCodec.Reader(source, () -> address);
          source.object(name, reader::field);
          element = Optional.of(reader.element());
        }
        case "outputs" -> {
          kind = name;
          source.object(name, output -> outputs.put(output, output(source)));
        }
        case "check_results" -> {
          kind = name;
          checkResults = source.raw();
        }
        default -> source.raw();
      }
    }

    private static OutputState output(JsonSource source) {
      RawJson[] parts = {RawJson.NULL, RawJson.NULL};
      boolean[] sensitive = {false};
      source.object(
          "an output",
          field -> {
            switch (field) {
              case "value" -> parts[0] = source.raw();
              case "type" -> parts[1] = source.raw();
              case "sensitive" -> sensitive[0] = source.truth(field);
              default -> source.raw();
            }
          });
      return new OutputState(parts[0], parts[1], sensitive[0]);
    }

    Change toChange() {
      return switch (kind) {
        case "put" -> {
          ObjectCodec.Element stored =
              element.orElseThrow(() -> new MisshapenException("put without an object"));
          yield new Change.Put(
              InstanceAddress.parse(address),
              stored.deposed(),
              ProviderConfigAddress.parse(provider),
              stored.object());
        }
        case "remove" -> new Change.Remove(InstanceAddress.parse(address), deposed);
        case "depose" -> new Change.Depose(InstanceAddress.parse(address), key());
        case "restore" -> new Change.Restore(InstanceAddress.parse(address), key());
        case "move" -> new Change.Move(InstanceAddress.parse(address), InstanceAddress.parse(to));
        case "set_provider" ->
            new Change.SetProvider(
                ResourceAddress.parse(address), ProviderConfigAddress.parse(provider));
        case "outputs" -> new Change.SetOutputs(outputs);
        case "check_results" -> new Change.SetCheckResults(checkResults);
        default -> throw new MisshapenException("a change of an unknown kind");
      };
    }

    private DeposedKey key() {
      return deposed.orElseThrow(() -> new MisshapenException("no deposed key"));
    }
  }
}
