package dev.ingot.state.backend.cloud;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.state.backend.Backend;
import dev.ingot.state.backend.BackendPlace;
import dev.ingot.state.backend.BackendSettings;
import dev.ingot.state.backend.BackendType;
import dev.ingot.state.backend.HostToken;
import dev.ingot.state.remote.JsonAnswer;
import dev.ingot.state.remote.RemoteBackend.Naming;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The block {@code cloud}. Rules: Terraform's documentation of it, and as recorded. */
public final class CloudBackendType implements BackendType {
  /** Its name. */
  public static final String NAME = "cloud";

  private final HostToken tokens;

  /** With the tokens of this user. */
  public CloudBackendType(HostToken tokens) {
    this.tokens = tokens;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Schema schema() {
    return CloudSettings.schema(
        Map.of(
            "name", Attribute.optional(Type.STRING),
            "project", Attribute.optional(Type.STRING),
            "tags", Attribute.optional(Type.DYNAMIC)));
  }

  private static Optional<String> name(BackendSettings settings, BackendPlace place) {
    JsonAnswer workspaces = CloudSettings.workspaces(settings);
    return workspaces
        .text("name")
        .or(
            () ->
                workspaces.at("tags").isPresent()
                    ? Optional.empty()
                    : place.variable("TF_WORKSPACE"));
  }

  private static Map<String, Optional<String>> tags(BackendSettings settings) {
    Map<String, Optional<String>> tags = new TreeMap<>();
    Optional<Value> given = CloudSettings.workspaces(settings).at("tags").map(JsonAnswer::value);
    given
        .flatMap(Values::elements)
        .ifPresent(
            all ->
                all.forEach(
                    each -> Values.text(each).ifPresent(tag -> tags.put(tag, Optional.empty()))));
    given
        .flatMap(Values::entries)
        .ifPresent(
            all ->
                all.forEach(
                    (key, each) -> tags.put(key, Optional.of(Values.text(each).orElse("")))));
    return tags;
  }

  @Override
  public List<Diagnostic> problems(BackendSettings settings, BackendPlace place) {
    List<Diagnostic> problems = new ArrayList<>();
    if (settings.text("organization").or(() -> place.variable("TF_CLOUD_ORGANIZATION")).isEmpty()) {
      problems.add(
          Diagnostic.error(
              "Invalid or missing required argument",
              "\"organization\" must be set in the cloud configuration or as an environment"
                  + " variable: TF_CLOUD_ORGANIZATION."));
    }
    boolean tagged = CloudSettings.workspaces(settings).at("tags").isPresent();
    boolean named = CloudSettings.workspaces(settings).text("name").isPresent();
    if (tagged && named) {
      problems.add(
          Diagnostic.error(
              "Invalid workspaces configuration",
              "Only one of workspace \"tags\" or \"name\" is allowed.\n\nThe 'workspaces' block"
                  + " configures how Terraform CLI maps its workspaces for this single\n"
                  + "configuration to workspaces within an HCP Terraform organization."));
    } else if (!tagged && name(settings, place).isEmpty()) {
      problems.add(
          Diagnostic.error(
              "Invalid workspaces configuration",
              "Missing workspace mapping strategy. Either workspace \"tags\" or \"name\" is"
                  + " required; TF_WORKSPACE names one, too."));
    }
    return problems;
  }

  @Override
  public Backend open(BackendSettings settings, BackendPlace place) {
    return new CloudSettings(
            settings
                .text("hostname")
                .or(() -> place.variable("TF_CLOUD_HOSTNAME"))
                .orElse(CloudSettings.USUAL_HOST),
            settings
                .text("organization")
                .or(() -> place.variable("TF_CLOUD_ORGANIZATION"))
                .orElse(""),
            settings.text("token"),
            new WorkspaceNames(
                name(settings, place),
                Optional.empty(),
                tags(settings),
                CloudSettings.workspaces(settings)
                    .text("project")
                    .or(() -> place.variable("TF_CLOUD_PROJECT")),
                false))
        .open(NAME, Naming.NAMED_ONLY, tokens, place);
  }
}
