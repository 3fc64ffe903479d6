package dev.ingot.bake.plugin.install;

import dev.ingot.bake.StepException;
import dev.ingot.graph.Cancellation;
import dev.ingot.http.HttpFailureException;
import dev.ingot.http.client.HttpClient;
import dev.ingot.http.client.HttpRequest;
import dev.ingot.http.client.HttpResponse;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.ValueJsonException;
import dev.ingot.lang.version.Version;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * Releases on GitHub, or on a mirror with the same paths. Rules: the documentation of GitHub's REST
 * API.
 *
 * @param api of {@code repos/…/git/matching-refs/tags}
 * @param files of {@code …/releases/download/…}
 * @param token for these hosts only: it isn't sent where they redirect to
 */
record WebReleases(HttpClient client, URI api, URI files, Optional<String> token)
    implements PluginReleases {
  private static final int MOST_OF_LIST = 16 << 20;
  private static final String TAG = "refs/tags/v";

  private static URI below(URI base, String path) {
    String text = base.toString();
    return URI.create((text.endsWith("/") ? text : text + "/") + path);
  }

  private HttpRequest request(URI uri) {
    HttpRequest request = HttpRequest.get(uri);
    return token.map(request::withBearer).orElse(request);
  }

  @Override
  public List<Version> versions(PluginAddress address, Cancellation cancellation)
      throws StepException, IOException {
    URI uri = below(api, "repos/" + address.repository() + "/git/matching-refs/tags");
    HttpResponse response;
    try {
      response =
          client.send(
              request(uri)
                  .withHeader("Accept", "application/vnd.github+json")
                  .withMost(MOST_OF_LIST),
              cancellation);
    } catch (HttpFailureException e) {
      throw unreachable(e);
    }
    if (response.status() == 404) {
      throw noPlugin(address);
    }
    requireSuccess(response);
    try {
      if (ValueJson.parse(response.text()) instanceof Value.TupleValue(List<Value> tags)) {
        return versions(tags);
      }
    } catch (ValueJsonException | JacksonException e) {
      // Told below: what it is instead matters, not where its syntax breaks.
    }
    throw new StepException(
        response
            + " is not the list of tags that was asked for"
            + (response.mediaType().isEmpty() ? "" : " but " + response.mediaType())
            + ". Check whether a proxy or a login page is in between.");
  }

  private static List<Version> versions(List<Value> tags) {
    List<Version> versions = new ArrayList<>();
    for (Value tag : tags) {
      if (tag instanceof Value.ObjectValue(var attributes)
          && attributes.get("ref") instanceof Value.StringValue(String ref)
          && ref.startsWith(TAG)) {
        Version.parse(ref.substring(TAG.length())).ifPresent(versions::add);
      }
    }
    return versions;
  }

  @Override
  public void copy(
      PluginAddress address,
      Version version,
      String name,
      Path target,
      long most,
      Cancellation cancellation)
      throws StepException, IOException {
    URI uri = below(files, address.repository() + "/releases/download/v" + version + "/" + name);
    HttpResponse response;
    try {
      response = client.download(request(uri), target, most, cancellation);
    } catch (HttpFailureException e) {
      throw unreachable(e);
    }
    if (response.status() == 404) {
      throw noFile(address, version, name);
    }
    requireSuccess(response);
  }

  private static StepException unreachable(HttpFailureException e) {
    return new StepException(
        e.getMessage()
            + ". "
            + e.failure().remedy()
            + " Where there is no way to the internet, name a mirror in INGOT_PLUGIN_MIRROR.");
  }

  private void requireSuccess(HttpResponse response) throws StepException {
    if (response.isSuccessful()) {
      return;
    }
    String excerpt = response.excerpt().map(text -> " (" + text + ")").orElse("");
    throw new StepException(
        switch (response.status()) {
          case 401 ->
              response
                  + ": the token in PACKER_GITHUB_API_TOKEN is not valid. Replace or unset it.";
          case 403, 429 ->
              response
                  + excerpt
                  + ": "
                  + (token.isEmpty()
                      ? "the number of requests without a token is limited. Set"
                          + " PACKER_GITHUB_API_TOKEN to a token of GitHub, or wait an hour."
                      : "the limit of the token in PACKER_GITHUB_API_TOKEN is used up, or it may"
                          + " not read this. Wait an hour, or use another one.");
          default -> response + excerpt + ". Try again later, or install from a file (-path).";
        });
  }

  @Override
  public String place() {
    return String.valueOf(files.getHost());
  }
}
