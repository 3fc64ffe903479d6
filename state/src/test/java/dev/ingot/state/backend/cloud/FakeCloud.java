package dev.ingot.state.backend.cloud;

import dev.ingot.http.kit.TestServer;
import dev.ingot.http.kit.TestServer.Asked;
import dev.ingot.http.kit.TestServer.Reply;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.state.kit.FakeServer;
import dev.ingot.state.remote.JsonAnswer;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;

/** The organization {@code o} of a service, as far as states need it. */
public final class FakeCloud extends FakeServer {
  /** A workspace; what is asked of it comes by its id. */
  private static final class Workspace {
    private final String id;
    private final JsonAnswer made;
    private boolean locked;
    private String state = "";
    private long serial;
    private int version;

    Workspace(String id, JsonAnswer made) {
      this.id = id;
      this.made = made;
    }
  }

  private String outputs = "none";
  private static final String API = "/api/v2/";

  private final SortedMap<String, Workspace> workspaces = new TreeMap<>();
  private String mode = "local";
  private int made;

  private final String base;

  FakeCloud() throws IOException {
    base = "http://127.0.0.1:";
  }

  /** With TLS, as services have it. */
  public FakeCloud(SSLContext context) throws IOException {
    super(context);
    base = "https://localhost:";
  }

  synchronized List<String> names() {
    return List.copyOf(workspaces.keySet());
  }

  synchronized void freeLocks() {
    workspaces.values().forEach(workspace -> workspace.locked = false);
  }

  synchronized void mode(String executionMode) {
    mode = executionMode;
  }

  synchronized void add(String name, String... tags) {
    JsonAnswer attributes =
        JsonAnswer.NONE.with(
            Values.tuple(java.util.Arrays.stream(tags).<Value>map(Value::of).toList()),
            "tag-names");
    workspaces.put(name, new Workspace("ws-" + ++made, attributes));
  }

  synchronized void put(String name, String state, long serial) {
    Workspace workspace = Optional.ofNullable(workspaces.get(name)).orElseThrow();
    workspace.state = state;
    workspace.serial = serial;
    workspace.version++;
  }

  private static Reply json(int status, JsonAnswer body) {
    return TestServer.response(status, body.format())
        .with("Content-Type", "application/vnd.api+json");
  }

  private static Reply error(int status, String title) {
    return json(
        status,
        JsonAnswer.NONE.with(
            Values.tuple(JsonAnswer.NONE.with(Value.of(title), "title").value()), "errors"));
  }

  private JsonAnswer described(String name, Workspace workspace) {
    return JsonAnswer.NONE
        .with(Value.of(workspace.id), "id")
        .with(Value.of("workspaces"), "type")
        .with(Value.of(name), "attributes", "name")
        .with(Value.of(mode), "attributes", "execution-mode")
        .with(workspace.locked ? Values.TRUE : Values.FALSE, "attributes", "locked");
  }

  private Reply version(Workspace workspace) {
    return json(
        200,
        JsonAnswer.NONE
            .with(Value.of("sv-" + workspace.id + "-" + workspace.version), "data", "id")
            .with(
                Value.of(base + port() + "/download/" + workspace.id),
                "data",
                "attributes",
                "hosted-state-download-url")
            .with(
                Value.of(base + port() + "/upload/" + workspace.id),
                "data",
                "attributes",
                "hosted-state-upload-url"));
  }

  private Optional<Workspace> byId(String id) {
    return workspaces.values().stream().filter(each -> each.id.equals(id)).findFirst();
  }

  @Override
  protected Reply answer(Asked request) {
    String target = URLDecoder.decode(request.target(), StandardCharsets.UTF_8);
    if (target.equals("/.well-known/terraform.json")) {
      return TestServer.response(200, "{\"tfe.v2\":\"/api/v2/\"}")
          .with("Content-Type", "application/json");
    }
    if (target.startsWith("/download/")) {
      return TestServer.response(200, byId(target.substring(10)).orElseThrow().state);
    }
    if (target.startsWith("/upload/")) {
      byId(target.substring(8)).orElseThrow().state = request.body();
      return TestServer.response(200, "");
    }
    if (!request.field("authorization").equals("Bearer token")) {
      return error(401, "unauthorized");
    }
    if (target.startsWith(API + "workspaces/")) {
      String[] parts = target.substring((API + "workspaces/").length()).split("[/?]", 2);
      return byId(parts[0])
          .map(workspace -> of(workspace, parts.length > 1 ? parts[1] : "", request))
          .orElseGet(() -> error(404, "not found"));
    }
    if (!target.startsWith(API + "organizations/o/")) {
      return error(404, "not found");
    }
    String rest = target.substring((API + "organizations/o/").length());
    if (rest.equals("entitlement-set")) {
      return json(200, JsonAnswer.NONE.with(Value.of("o"), "data", "id"));
    }
    if (rest.startsWith("projects?")) {
      return json(
          200,
          JsonAnswer.NONE.with(
              Values.tuple(
                  JsonAnswer.NONE
                      .with(Value.of("prj-1"), "id")
                      .with(Value.of("core"), "attributes", "name")
                      .value()),
              "data"));
    }
    if (rest.startsWith("workspaces/")) {
      return named(rest.substring("workspaces/".length()), request);
    }
    return request.head().method().equals("POST") ? created(request) : listed(rest);
  }

  private Reply named(String name, Asked request) {
    Optional<Workspace> present = Optional.ofNullable(workspaces.get(name));
    if (present.isEmpty()) {
      return error(404, "not found");
    }
    Workspace workspace = present.get();
    if (request.head().method().equals("DELETE")) {
      workspaces.remove(name);
      return TestServer.response(204, "");
    }
    return json(200, JsonAnswer.NONE.with(described(name, workspace).value(), "data"));
  }

  private Reply created(Asked request) {
    JsonAnswer attributes =
        JsonAnswer.parse(request.body())
            .flatMap(body -> body.at("data", "attributes"))
            .orElseThrow();
    String name = attributes.text("name").orElseThrow();
    if (workspaces.containsKey(name)) {
      return error(422, "Name has already been taken");
    }
    Workspace workspace = new Workspace("ws-" + ++made, attributes);
    workspaces.put(name, workspace);
    return json(201, JsonAnswer.NONE.with(described(name, workspace).value(), "data"));
  }

  /** Two workspaces a page. */
  private Reply listed(String rest) {
    int page = Integer.parseInt(rest.substring(rest.indexOf("page[number]=") + 13).split("&")[0]);
    int search = rest.indexOf("search[tags]=");
    String tag = search < 0 ? "" : rest.substring(search + 13).split("&")[0];
    List<Value> found = new ArrayList<>();
    workspaces.forEach(
        (name, workspace) -> {
          boolean tagged =
              workspace.made.elements("tag-names").stream()
                  .anyMatch(each -> each.text().equals(Optional.of(tag)));
          if (tag.isEmpty() || tagged) {
            found.add(described(name, workspace).value());
          }
        });
    int from = Math.min((page - 1) * 2, found.size());
    JsonAnswer list =
        JsonAnswer.NONE.with(
            Values.tuple(found.subList(from, Math.min(from + 2, found.size()))), "data");
    return json(
        200,
        from + 2 < found.size()
            ? list.with(
                Values.number(dev.ingot.lang.value.BigFloat.of(page + 1L)),
                "meta",
                "pagination",
                "next-page")
            : list);
  }

  private Reply of(Workspace workspace, String rest, Asked request) {
    return switch (rest.split("\\?")[0]) {
      case "current-state-version" ->
          workspace.state.isEmpty() ? error(404, "not found") : version(workspace);
      case "state-versions" -> written(workspace, request);
      case "actions/lock" -> {
        if (workspace.locked) {
          yield error(409, "workspace already locked");
        }
        workspace.locked = true;
        yield json(200, JsonAnswer.NONE.with(described("", workspace).value(), "data"));
      }
      case "actions/unlock", "actions/force-unlock" -> {
        workspace.locked = false;
        yield json(200, JsonAnswer.NONE.with(described("", workspace).value(), "data"));
      }
      default ->
          json(
              200,
              JsonAnswer.NONE
                  .with(described("", workspace).value(), "data")
                  .with(
                      Values.tuple(
                          JsonAnswer.NONE
                              .with(Value.of("somebody"), "attributes", "username")
                              .value()),
                      "included"));
    };
  }

  /** The outputs of the state that was written last, as they were told apart from it. */
  synchronized String outputs() {
    return outputs;
  }

  private Reply written(Workspace workspace, Asked request) {
    JsonAnswer attributes =
        JsonAnswer.parse(request.body())
            .flatMap(body -> body.at("data", "attributes"))
            .orElseThrow();
    long serial = attributes.number("serial").orElseThrow();
    if (!workspace.state.isEmpty() && serial <= workspace.serial) {
      return error(409, "serial has already been taken");
    }
    workspace.serial = serial;
    workspace.version++;
    attributes
        .text("json-state-outputs")
        .ifPresent(
            text -> outputs = new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8));
    attributes
        .text("state")
        .ifPresent(
            text ->
                workspace.state =
                    new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8));
    return version(workspace);
  }
}
