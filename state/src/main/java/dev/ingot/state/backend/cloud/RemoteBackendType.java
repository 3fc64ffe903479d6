package dev.ingot.state.backend.cloud;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
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

/** The backend {@code remote}. Rules: the documentation of Terraform's backend, and as recorded. */
public final class RemoteBackendType implements BackendType {
  /** Its name. */
  public static final String NAME = "remote";

  private final HostToken tokens;

  /** With the tokens of this user. */
  public RemoteBackendType(HostToken tokens) {
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
            "prefix", Attribute.optional(Type.STRING)));
  }

  @Override
  public List<Diagnostic> problems(BackendSettings settings, BackendPlace place) {
    List<Diagnostic> problems = new ArrayList<>();
    if (settings.text("organization").isEmpty()) {
      problems.add(
          Diagnostic.error(
              "Invalid organization value",
              "The \"organization\" attribute value must not be empty."));
    }
    JsonAnswer workspaces = CloudSettings.workspaces(settings);
    boolean named = workspaces.text("name").isPresent();
    boolean prefixed = workspaces.text("prefix").isPresent();
    if (named == prefixed) {
      problems.add(
          Diagnostic.error(
              "Invalid workspaces configuration",
              named
                  ? "Only one of workspace \"name\" or \"prefix\" is allowed."
                  : "Either workspace \"name\" or \"prefix\" is required."));
    }
    return problems;
  }

  @Override
  public Backend open(BackendSettings settings, BackendPlace place) {
    JsonAnswer workspaces = CloudSettings.workspaces(settings);
    Optional<String> name = workspaces.text("name");
    return new CloudSettings(
            settings.text("hostname").orElse(CloudSettings.USUAL_HOST),
            settings.text("organization").orElse(""),
            settings.text("token"),
            new WorkspaceNames(
                name, workspaces.text("prefix"), Map.of(), Optional.empty(), name.isPresent()))
        .open(NAME, name.isPresent() ? Naming.DEFAULT_ONLY : Naming.NAMED_ONLY, tokens, place);
  }
}
