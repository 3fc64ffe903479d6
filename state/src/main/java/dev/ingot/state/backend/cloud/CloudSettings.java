package dev.ingot.state.backend.cloud;

import dev.ingot.http.client.Retries;
import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.NestedBlock;
import dev.ingot.lang.schema.Nesting;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import dev.ingot.state.backend.Backend;
import dev.ingot.state.backend.BackendPlace;
import dev.ingot.state.backend.BackendSettings;
import dev.ingot.state.backend.HostToken;
import dev.ingot.state.remote.JsonAnswer;
import dev.ingot.state.remote.PolledLease;
import dev.ingot.state.remote.RemoteBackend;
import dev.ingot.state.remote.StoreHttp;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What both kinds of backends are made of.
 *
 * @param token that the block has
 */
record CloudSettings(
    String host, String organization, Optional<String> token, WorkspaceNames names) {
  static final String USUAL_HOST = "app.terraform.io";

  private static final Retries RETRIES =
      new Retries(5, Duration.ofMillis(500), Duration.ofSeconds(20), Duration.ofSeconds(60));

  /** The arguments of both; those that choose workspaces are different ones. */
  static Schema schema(Map<String, Attribute> workspaces) {
    return Schema.of(
        Map.of(
            "hostname", Attribute.optional(Type.STRING),
            "organization", Attribute.optional(Type.STRING),
            "token", Attribute.optional(Type.STRING).asSensitive()),
        Map.of("workspaces", NestedBlock.of(Schema.of(workspaces), Nesting.SINGLE)));
  }

  /** What the block says of workspaces. */
  static JsonAnswer workspaces(BackendSettings settings) {
    return settings.value("workspaces").map(JsonAnswer::new).orElse(JsonAnswer.NONE);
  }

  Backend open(String type, RemoteBackend.Naming naming, HostToken tokens, BackendPlace place) {
    StoreHttp http = StoreHttp.ofService(RETRIES, place);
    CloudApi api =
        new CloudApi(
            http, new Once(() -> new Discovery(http, tokens).service(host, token)), organization);
    CloudWorkspaces workspaces = new CloudWorkspaces(api, names);
    boolean local = place.variable("TF_FORCE_LOCAL_BACKEND").isPresent();
    return new RemoteBackend(
        type,
        naming,
        new CloudSnapshots(api, workspaces),
        new PolledLease(new CloudLocks(api, workspaces, local)),
        place);
  }

  /** Found when it is first needed; after a failure, again. */
  private static final class Once implements Supplier<CloudApi.Service> {
    private final Supplier<CloudApi.Service> found;
    private Optional<CloudApi.Service> known = Optional.empty();

    Once(Supplier<CloudApi.Service> found) {
      this.found = found;
    }

    @Override
    public synchronized CloudApi.Service get() {
      if (known.isEmpty()) {
        known = Optional.of(found.get());
      }
      return known.get();
    }
  }

  /** Without the token. */
  @Override
  public String toString() {
    return host + "/" + organization;
  }
}
