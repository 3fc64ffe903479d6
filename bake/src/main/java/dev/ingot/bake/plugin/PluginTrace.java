package dev.ingot.bake.plugin;

import dev.ingot.bake.IoMessage;
import dev.ingot.bake.Secrets;
import dev.ingot.bake.StepException;
import dev.ingot.bake.journal.Creation;
import dev.ingot.bake.journal.JournalEntry;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What is known of the machine that a plugin's builder makes, kept in the journal until the builder
 * has answered: only the builder can remove it, and after a kill only a person.
 */
final class PluginTrace {
  /** Arguments that tell where a machine is; others may hold secrets that nobody marked. */
  private static final List<String> PLACES =
      List.of(
          "region",
          "location",
          "zone",
          "datacenter",
          "cluster",
          "project_id",
          "resource_group_name",
          "vm_name",
          "instance_name",
          "server_name",
          "ami_name",
          "image_name");

  private final JournalEntry entry;
  private final Secrets secrets;

  private PluginTrace(JournalEntry entry, Secrets secrets) {
    this.entry = entry;
    this.secrets = secrets;
  }

  /** Before the builder runs. */
  static PluginTrace begin(PluginSource source) throws StepException {
    PluginBuilder builder = source.builder();
    try {
      PluginTrace trace =
          new PluginTrace(
              builder
                  .host()
                  .journal()
                  .record(
                      source.build(),
                      new Creation.Elsewhere(
                          "what the plugin "
                              + builder.program().accessor()
                              + " "
                              + builder.program().description().version()
                              + " made")),
              Secrets.of(source.arguments().values().values()));
      for (String place : PLACES) {
        Optional.ofNullable(source.arguments().values().get(place))
            .filter(value -> !value.marks().sensitive())
            .map(Value::unmarked)
            .flatMap(Values::text)
            .ifPresent(text -> trace.line(place + " = " + text));
      }
      return trace;
    } catch (IOException e) {
      throw new StepException(
          "The plugin isn't started, since what it makes can't be written down: "
              + IoMessage.of(e)
              + ".");
    }
  }

  /** Something the builder said, such as the id of an instance. */
  void line(String line) {
    try {
      entry.note(secrets.redact(line));
    } catch (IOException e) {
      // The entry is there and names the build; a full disk must not end a running machine.
      return;
    }
  }

  /** The builder has answered. */
  void end() {
    try {
      entry.removed();
    } catch (IOException e) {
      // At worst the next bake names a machine that is gone.
      return;
    }
  }
}
