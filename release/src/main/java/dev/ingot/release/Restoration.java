package dev.ingot.release;

import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.PlanOptions;
import dev.ingot.deploy.variable.VariableInput;
import dev.ingot.deploy.variable.VariableSources;
import dev.ingot.deploy.variable.Variables;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.ledger.Release;
import dev.ingot.ledger.ReleaseId;
import dev.ingot.release.gate.ChannelReturn;
import dev.ingot.release.record.ImagesInUse;
import dev.ingot.release.record.RecordedVariables;
import dev.ingot.release.record.ReleaseArchive;
import dev.ingot.release.record.ReleaseRecorder;
import dev.ingot.release.stack.StackSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Prepares earlier releases to be deployed again, with the images they had. */
final class Restoration {
  private final ReleaseParts parts;
  private final ReleaseRecorder recorder;
  private final SettingsReader settings;
  private final Path folder;
  private final List<VariableInput> given;

  /**
   * @param folder the folder of the stack
   * @param given values given now, used where a release kept only a hash
   */
  Restoration(
      ReleaseParts parts,
      ReleaseRecorder recorder,
      SettingsReader settings,
      Path folder,
      List<VariableInput> given) {
    this.parts = parts;
    this.recorder = recorder;
    this.settings = settings;
    this.folder = folder;
    this.given = List.copyOf(given);
  }

  /** The content of a new release that returns to one; empty if it has no stored configuration. */
  Optional<ReleaseContent> content(Release release) throws IOException {
    long number = release.id().number();
    return content(release, Optional.of(number), Optional.empty(), "return to release " + number);
  }

  /** The content of a release that is still open, to go on with; empty as above. */
  Optional<ReleaseContent> resumed(Release release) throws IOException {
    return content(release, release.rollbackOf(), Optional.of(release.id()), release.message());
  }

  /** The settings of a release; empty if it has no stored configuration. */
  Optional<StackSettings> settings(Release release) throws IOException {
    Optional<ReleaseArchive> archive = recorder.archive(release);
    return archive.isEmpty()
        ? Optional.empty()
        : Optional.of(settings.read(archive.get().settings()));
  }

  private Optional<ReleaseContent> content(
      Release release, Optional<Long> rollbackOf, Optional<ReleaseId> resumes, String message)
      throws IOException {
    Optional<ReleaseArchive> archive = recorder.archive(release);
    if (archive.isEmpty()) {
      return Optional.empty();
    }
    long number = release.id().number();
    Configuration configuration = Configuration.load(archive.get().configuration()).get();
    Variables.Collected values =
        Variables.collect(
            configuration.root().module().variables(),
            new VariableSources(folder, parts.environment(), inputs(release)),
            parts.prompt());
    settings.diagnosed(values.diagnostics());
    if (values.hasErrors()) {
      throw new IOException(
          "release "
              + number
              + " can't be redeployed: the values of its variables have errors; nothing was"
              + " changed");
    }
    return Optional.of(
        new ReleaseContent(
            configuration,
            values.values(),
            settings.read(archive.get().settings()),
            archive.get(),
            ImagesInUse.held(release.images()),
            PlanOptions.NORMAL,
            rollbackOf,
            resumes,
            message));
  }

  private List<VariableInput> inputs(Release release) {
    List<VariableInput> all = new ArrayList<>();
    release
        .variables()
        .forEach(
            (name, recorded) ->
                RecordedVariables.known(recorded)
                    .ifPresent(
                        json -> all.add(new VariableInput.Assignment(name + "=" + plain(json)))));
    for (VariableInput one : given) {
      if (one instanceof VariableInput.Assignment assignment
          && isHashed(release, assignment.name())) {
        all.add(one);
      }
    }
    return all;
  }

  /**
   * Whether the release kept only a hash of a value. A variable it kept nothing of had its default
   * value, whatever is given now.
   */
  private static boolean isHashed(Release release, String name) {
    String recorded = release.variables().get(name);
    return recorded != null && RecordedVariables.known(recorded).isEmpty();
  }

  /** Texts stay as they are; all else is JSON, which the language reads too. */
  private static String plain(String json) {
    return ValueJson.parse(json) instanceof Value.StringValue(String text) ? text : json;
  }

  /** Channels must not point to images of a failed release. */
  void pointChannelsBack(ReleaseId failed, String reason) {
    recorder
        .lastVerified()
        .ifPresent(
            last ->
                ChannelReturn.pointTo(
                    parts.registry(),
                    last.images(),
                    parts.actor(),
                    "release " + failed.number() + " was reverted: " + reason));
  }
}
