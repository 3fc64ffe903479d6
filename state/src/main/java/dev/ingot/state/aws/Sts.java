package dev.ingot.state.aws;

import dev.ingot.http.client.HttpRequest;
import dev.ingot.http.client.HttpResponse;
import dev.ingot.http.client.RequestBody;
import dev.ingot.state.StateException;
import dev.ingot.state.aws.AwsSettings.Parameter;
import dev.ingot.state.aws.AwsSettings.Role;
import dev.ingot.state.aws.AwsSettings.WebRole;
import dev.ingot.state.backend.BackendPlace;
import dev.ingot.state.remote.ServiceAddress;
import dev.ingot.state.remote.StoreHttp;
import dev.ingot.state.remote.XmlAnswer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Assumes roles. Rules: the query protocol of AWS's Security Token Service. */
final class Sts {
  private static final String FORM = "application/x-www-form-urlencoded; charset=utf-8";

  private final AwsSettings settings;
  private final BackendPlace place;
  private final StoreHttp http;

  Sts(AwsSettings settings, BackendPlace place, StoreHttp http) {
    this.settings = settings;
    this.place = place;
    this.http = http;
  }

  private URI endpoint() {
    String address =
        settings
            .sts()
            .orElseGet(
                () ->
                    "https://sts." + settings.region() + "." + AwsRegion.domain(settings.region()));
    return ServiceAddress.base("The endpoint of STS", address);
  }

  /** With credentials that may do that. */
  AwsCredentials assume(Role role, AwsCredentials credentials) {
    byte[] body = body("AssumeRole", role, Optional.empty());
    AwsClient client =
        new AwsClient(
            http,
            new AwsSignature(settings.region(), "sts"),
            () -> credentials,
            place.environment().clock());
    return answer(
        role,
        client.send(
            "assume the role " + role.arn(),
            "POST",
            endpoint(),
            Map.of(AwsClient.CONTENT_TYPE, FORM),
            body));
  }

  /** With a token. */
  AwsCredentials assume(WebRole web) {
    String token =
        web.token()
            .or(() -> web.file().map(Sts::content))
            .orElseThrow(() -> new StateException("No web identity token is given for the role."));
    byte[] body = body("AssumeRoleWithWebIdentity", web.role(), Optional.of(token));
    return answer(
        web.role(),
        http.send(
            "assume the role " + web.role().arn(),
            HttpRequest.of("POST", endpoint())
                .withRepeatable(true)
                .withBody(RequestBody.of(body), FORM)));
  }

  static String content(Path file) {
    try {
      return CredentialChain.read(file);
    } catch (IOException e) {
      throw new StateException(
          "The token " + file + " cannot be read: " + StateException.reason(e) + ".", e);
    }
  }

  private byte[] body(String action, Role role, Optional<String> token) {
    List<Parameter> all = new ArrayList<>();
    all.add(new Parameter("Action", action));
    all.add(new Parameter("Version", "2011-06-15"));
    all.add(new Parameter("RoleArn", role.arn()));
    all.add(
        new Parameter(
            "RoleSessionName",
            role.session()
                .orElseGet(() -> "ingot-" + place.environment().clock().instant().toEpochMilli())));
    token.ifPresent(text -> all.add(new Parameter("WebIdentityToken", text)));
    all.addAll(role.parameters());
    StringBuilder form = new StringBuilder();
    for (Parameter each : all) {
      form.append(form.isEmpty() ? "" : "&")
          .append(each.name())
          .append('=')
          .append(ServiceAddress.encoded(each.value(), false));
    }
    return form.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static AwsCredentials answer(Role role, HttpResponse response) {
    XmlAnswer xml = new XmlAnswer(response.text());
    if (!response.isSuccessful()) {
      throw new StateException(
          "Cannot assume IAM Role\n\nThe role "
              + role.arn()
              + " can't be assumed: "
              + xml.first("Message").orElse(response.statusText())
              + ".");
    }
    try {
      return new AwsCredentials(
          xml.first("AccessKeyId").orElseThrow(() -> incomplete(role)),
          xml.first("SecretAccessKey").orElseThrow(() -> incomplete(role)),
          xml.first("SessionToken"),
          xml.first("Expiration").map(Instant::parse));
    } catch (DateTimeException e) {
      throw incomplete(role);
    }
  }

  private static StateException incomplete(Role role) {
    return new StateException(
        "The answer to assuming the role " + role.arn() + " is not what AWS answers with.");
  }
}
