package dev.ingot.state.backend.cloud;

import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.state.StateException;
import dev.ingot.state.backend.cloud.CloudApi.Outcome;
import dev.ingot.state.remote.JsonAnswer;
import dev.ingot.state.remote.ServiceAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Workspaces of an organization. */
final class CloudWorkspaces {
  /**
   * A workspace.
   *
   * @param remote whether its operations run on the service's side
   * @param version of Terraform these run with
   */
  record Workspace(
      String id, String name, boolean locked, boolean remote, Optional<String> version) {}

  private final CloudApi api;
  private final WorkspaceNames names;

  CloudWorkspaces(CloudApi api, WorkspaceNames names) {
    this.api = api;
    this.names = names;
  }

  /** What it is called in messages. */
  String location(String workspace) {
    return api.organization() + "/" + names.there(workspace);
  }

  private static Workspace workspace(JsonAnswer data) {
    Optional<String> mode = data.text("attributes", "execution-mode");
    return new Workspace(
        data.text("id")
            .orElseThrow(
                () -> new StateException("The service described a workspace without an id.")),
        data.text("attributes", "name").orElse(""),
        data.is("attributes", "locked"),
        mode.map(text -> !text.equals("local")).orElse(data.is("attributes", "operations")),
        data.text("attributes", "terraform-version"));
  }

  Optional<Workspace> find(String purpose, String workspace) {
    String path = api.own("workspaces/" + ServiceAddress.encoded(names.there(workspace), false));
    return switch (api.get(purpose, path)) {
      case Outcome.Done(JsonAnswer answer) ->
          Optional.of(workspace(answer.at("data").orElse(JsonAnswer.NONE)));
      case Outcome.Missing() -> {
        requireOrganization(purpose);
        yield Optional.empty();
      }
      case Outcome.Conflict(String problem) -> throw api.refused(purpose, problem);
    };
  }

  /** The API says of both that they are not found: a wrong organization is no empty one. */
  private void requireOrganization(String purpose) {
    if (api.get(purpose, api.own("entitlement-set")) instanceof Outcome.Missing) {
      throw api.noOrganization();
    }
  }

  /** A workspace, which is made where there is none. */
  Workspace made(String purpose, String workspace) {
    Optional<Workspace> present = find(purpose, workspace);
    if (present.isPresent()) {
      return present.get();
    }
    JsonAnswer attributes = JsonAnswer.NONE.with(Value.of(names.there(workspace)), "name");
    List<Value> simple = new ArrayList<>();
    List<Value> bindings = new ArrayList<>();
    names
        .tags()
        .forEach(
            (key, value) -> {
              if (value.isEmpty()) {
                simple.add(Value.of(key));
              } else {
                bindings.add(
                    JsonAnswer.NONE
                        .with(Value.of("tag-bindings"), "type")
                        .with(Value.of(key), "attributes", "key")
                        .with(Value.of(value.get()), "attributes", "value")
                        .value());
              }
            });
    if (!simple.isEmpty()) {
      attributes = attributes.with(Values.tuple(simple), "tag-names");
    }
    JsonAnswer body = CloudApi.body("workspaces", attributes);
    if (!bindings.isEmpty()) {
      body = body.with(Values.tuple(bindings), "data", "relationships", "tag-bindings", "data");
    }
    if (names.project().isPresent()) {
      body =
          body.with(Value.of("projects"), "data", "relationships", "project", "data", "type")
              .with(
                  Value.of(project(names.project().get())),
                  "data",
                  "relationships",
                  "project",
                  "data",
                  "id");
    }
    return switch (api.call(
        "make the workspace " + location(workspace),
        "POST",
        api.own("workspaces"),
        Optional.of(body))) {
      case Outcome.Done(JsonAnswer answer) -> workspace(answer.at("data").orElse(JsonAnswer.NONE));
      case Outcome.Missing() -> throw api.noOrganization();
      case Outcome.Conflict(String problem) ->
          // Made by another process, or by an attempt whose answer was lost.
          find(purpose, workspace)
              .orElseThrow(() -> api.refused("make the workspace " + location(workspace), problem));
    };
  }

  private String project(String name) {
    return api
        .list("find the project " + name, api.own("projects?" + parameter("filter[names]", name)))
        .stream()
        .filter(each -> each.text("attributes", "name").equals(Optional.of(name)))
        .findFirst()
        .flatMap(each -> each.text("id"))
        .orElseThrow(
            () ->
                new StateException(
                    "There is no project \""
                        + name
                        + "\" in the organization "
                        + api.organization()
                        + ". Make it first, or correct the argument \"project\"."));
  }

  private static String parameter(String name, String value) {
    return ServiceAddress.encoded(name, false) + "=" + ServiceAddress.encoded(value, false);
  }

  /** Those of the configuration, by what they are called here. */
  List<String> list(String purpose) {
    if (names.name().isPresent()) {
      requireOrganization(purpose);
      return names.aliased() ? List.of() : List.of(names.name().get());
    }
    List<String> parameters = new ArrayList<>();
    names.prefix().ifPresent(prefix -> parameters.add(parameter("search[name]", prefix)));
    Map<String, Optional<String>> tags = new TreeMap<>(names.tags());
    boolean valued = tags.values().stream().anyMatch(Optional::isPresent);
    if (!tags.isEmpty() && !valued) {
      parameters.add(parameter("search[tags]", String.join(",", tags.keySet())));
    }
    if (valued) {
      int number = 0;
      for (Map.Entry<String, Optional<String>> tag : tags.entrySet()) {
        parameters.add(parameter("filter[tagged][" + number + "][key]", tag.getKey()));
        parameters.add(
            parameter("filter[tagged][" + number + "][value]", tag.getValue().orElse("")));
        number++;
      }
    }
    names
        .project()
        .ifPresent(name -> parameters.add(parameter("filter[project][id]", project(name))));
    String query = parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
    return api.list(purpose, api.own("workspaces" + query)).stream()
        .flatMap(each -> each.text("attributes", "name").stream())
        .flatMap(name -> names.here(name).stream())
        .toList();
  }

  void delete(String purpose, String workspace) {
    String path = api.own("workspaces/" + ServiceAddress.encoded(names.there(workspace), false));
    if (api.call(purpose, "DELETE", path, Optional.empty())
        instanceof Outcome.Conflict(String problem)) {
      throw api.refused(purpose, problem);
    }
  }
}
