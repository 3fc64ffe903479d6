package dev.ingot.state.backend.s3;

import dev.ingot.http.client.ClientSettings;
import dev.ingot.http.client.HttpClient;
import dev.ingot.http.client.Limits;
import dev.ingot.http.client.Retries;
import dev.ingot.http.client.Surroundings;
import dev.ingot.state.Environments;
import dev.ingot.state.aws.AwsClient;
import dev.ingot.state.aws.AwsCredentials;
import dev.ingot.state.aws.AwsSignature;
import dev.ingot.state.kit.FaultyProxy;
import dev.ingot.state.kit.NetworkBackendKit;
import dev.ingot.state.remote.PolledLease;
import dev.ingot.state.remote.StoreHttp;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The kit over a bucket, with one of its two kinds of locks. */
abstract class S3Kit extends NetworkBackendKit {
  private Optional<FakeAws> aws = Optional.empty();
  private Optional<FaultyProxy> proxy = Optional.empty();

  @BeforeEach
  void start() throws Exception {
    aws = Optional.of(new FakeAws());
    proxy = Optional.of(new FaultyProxy(aws().port()));
  }

  @AfterEach
  void stop() throws Exception {
    proxy().close();
    aws().close();
  }

  abstract boolean hasLockFile();

  abstract boolean hasTable();

  FakeAws aws() {
    return aws.orElseThrow();
  }

  @Override
  protected FaultyProxy proxy() {
    return proxy.orElseThrow();
  }

  @Override
  protected void freeLocks() {
    aws().freeLocks();
  }

  @Override
  protected void overwrite(String version) {
    String content = new String(state(7), StandardCharsets.UTF_8);
    aws().put("app/terraform.tfstate", content);
    if (hasTable()) {
      aws()
          .putItem(
              "bucket/app/terraform.tfstate-md5",
              java.util.HexFormat.of().formatHex(Bucket.md5(state(7))));
    }
  }

  private AwsClient client(String service) {
    Limits limits =
        new Limits(Duration.ofSeconds(5), Duration.ofMillis(500), Duration.ofMillis(500));
    HttpClient client =
        new HttpClient(
            ClientSettings.usual(Map.of()).withLimits(limits).withRetries(Retries.NONE),
            Surroundings.of(Map.of(), Environments.fixed().clock(), Environments.fixed().random()));
    return new AwsClient(
        new StoreHttp(client),
        new AwsSignature("eu-west-1", service),
        () -> AwsCredentials.of("key", "secret", Optional.empty()),
        Environments.fixed().clock());
  }

  @Override
  protected Client client() {
    URI address = URI.create("http://127.0.0.1:" + proxy().port());
    Bucket bucket =
        new Bucket(
            client("s3"),
            "bucket",
            URI.create(address + FakeAws.BUCKET),
            new Bucket.Keeping(true, Optional.empty(), Optional.empty(), Optional.empty(), true));
    Optional<DynamoTable> table =
        hasTable()
            ? Optional.of(new DynamoTable(client("dynamodb"), "locks", URI.create(address + "/")))
            : Optional.empty();
    S3Snapshots snapshots = new S3Snapshots(bucket, "app/terraform.tfstate", "env:", table);
    return new Client(
        snapshots, new PolledLease(new S3Locks(bucket, snapshots, hasLockFile(), table)));
  }

  @Override
  protected boolean is(Trait trait) {
    return true;
  }
}
