package dev.ingot.deploy.operation.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ResourceAddress;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Result;
import dev.ingot.state.Environments;
import dev.ingot.state.LockRequest;
import dev.ingot.state.ObjectStatus;
import dev.ingot.state.Samples;
import dev.ingot.state.State;
import dev.ingot.state.StatePaths;
import dev.ingot.state.StateSession;
import dev.ingot.state.local.LocalStateStore;
import dev.ingot.state.lock.FakeLocks;
import dev.ingot.storage.CrashingStorage;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused, and in which words, was recorded of Terraform 1.11.4. */
final class StateOperationsTest {
  private static final List<String> ADDRESSES =
      List.of(
          "terraform_data.a[0]",
          "terraform_data.a[1]",
          "terraform_data.b",
          "terraform_data.d[\"x\"]",
          "module.m[0].terraform_data.in",
          "module.m[1].terraform_data.in",
          "data.terraform_data.r");

  private final CrashingStorage storage = CrashingStorage.lasting(new SplittableRandom(3));

  private StateSession open(String name) {
    return new LocalStateStore(
            StatePaths.of(Path.of("/deployment/" + name)),
            storage,
            new FakeLocks(),
            Environments.fixed())
        .open(LockRequest.of("test"));
  }

  private StateSession filled() {
    StateSession session = open("terraform.tfstate");
    session.apply(
        ADDRESSES.stream()
            .map(address -> Samples.put(InstanceAddress.parse(address), "id"))
            .toList());
    return session;
  }

  private State state() {
    try (StateSession session = filled()) {
      return session.state().snapshot();
    }
  }

  private static List<String> addresses(StateSession session) {
    return session.state().snapshot().instances().map(Object::toString).toList();
  }

  private static String problem(Result<?> result) {
    assertThat(result.diagnostics()).hasSize(1);
    Diagnostic problem = result.diagnostics().getFirst();
    return problem.summary() + ": " + problem.detail();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          terraform_data.nope | Unknown resource: The current state contains no resource terraform_data.nope. If you've just added this resource to the configuration, you must run "ingot apply" first to create the resource's entry in the state.
          terraform_data.a[7] | Unknown resource instance: The current state contains no resource instance terraform_data.a[7]. If you've just added its resource to the configuration or have changed the count or for_each arguments, you must run "ingot apply" first to update the resource's entry in the state.
          module.m[5] | Unknown module: The current state contains no module at module.m[5]. If you've just added this module to the configuration, you must run "ingot apply" first to create the module's entry in the state.
          """)
  void whatIsNotThereIsNotListed(String address, String problem) {
    assertThat(problem(StateSelection.existing(state(), address))).isEqualTo(problem);
  }

  @Test
  void anAddressNamesAModuleAResourceOrAnInstance() {
    State state = state();
    assertThat(StateSelection.existing(state, "module.m").get()).hasSize(2);
    assertThat(StateSelection.existing(state, "terraform_data.a").get()).hasSize(2);
    assertThat(StateSelection.existing(state, "terraform_data.a[1]").get()).hasSize(1);
    assertThat(StateSelection.existing(state, "a").hasErrors()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          terraform_data.b | data.terraform_data.b | Invalid state move request: Cannot move terraform_data.b to data.terraform_data.b: a managed resource can be moved only to another managed resource address.
          data.terraform_data.r | terraform_data.q | Invalid state move request: Cannot move data.terraform_data.r to terraform_data.q: a data resource can be moved only to another data resource address.
          data.terraform_data.b | terraform_data.q | Invalid source address: Cannot move data.terraform_data.b: does not match anything in the current state.
          terraform_data.a | terraform_data.q[0] | Invalid target address: Cannot move terraform_data.a to terraform_data.q[0]: the source is a whole resource (not a resource instance) so the target must also be a whole resource.
          terraform_data.a | module.m | Invalid target address: Cannot move terraform_data.a to module.m: the source is a whole resource (not a resource instance) so the target must also be a whole resource.
          terraform_data.a | terraform_data.b | Invalid target address: Cannot move to terraform_data.b: there is already a resource at that address in the current state.
          terraform_data.a[0] | module.m | Invalid target address: Cannot move terraform_data.a[0] to module.m: the target must also be a resource instance.
          terraform_data.a[9] | terraform_data.q | Invalid source address: The current state does not contain terraform_data.a[9].
          terraform_data.b | terraform_data.b | Invalid target address: Cannot move to terraform_data.b: there is already a resource instance at that address in the current state.
          terraform_data.b | null_resource.b | Invalid state move request: Cannot move terraform_data.b to null_resource.b: resource types don't match.
          module.m | module.n | Invalid source address: Cannot move module.m: does not match anything in the current state.
          module.m[0] | terraform_data.q | Invalid target address: Cannot move module.m[0] to terraform_data.q: the target must also be a module.
          module.m[0] | module.m[1] | Invalid target address: Cannot move to module.m[1]: there is already a module at that address in the current state.
          """)
  void aMoveThatMakesNoSenseIsRefused(String from, String to, String problem) {
    assertThat(problem(StateMove.of(state(), from, to))).isEqualTo(problem);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          terraform_data.a | terraform_data.q | terraform_data.q[0] | terraform_data.q[1]
          terraform_data.a | module.x.terraform_data.q | module.x.terraform_data.q[0] | module.x.terraform_data.q[1]
          terraform_data.a[0] | terraform_data.q | terraform_data.q | terraform_data.a[1]
          terraform_data.b | terraform_data.a[2] | terraform_data.a[2] | terraform_data.a[0]
          terraform_data.b | terraform_data.a | terraform_data.a | terraform_data.a[0]
          module.m[0] | module.n | module.n.terraform_data.in | module.m[1].terraform_data.in
          """)
  void aMoveGivesObjectsAnotherAddress(String from, String to, String moved, String also) {
    try (StateSession session = filled()) {
      StateMove.of(session.state().snapshot(), from, to).get().within(session);
      assertThat(addresses(session)).contains(moved, also).hasSameSizeAs(ADDRESSES);
    }
  }

  @Test
  void aMoveToAnotherStateLeavesNothingHere() {
    try (StateSession session = filled();
        StateSession other = open("other.tfstate")) {
      StateMove.of(session.state().snapshot(), "terraform_data.a", "terraform_data.q")
          .get()
          .across(session, other);
      assertThat(addresses(other)).containsExactly("terraform_data.q[0]", "terraform_data.q[1]");
      assertThat(addresses(session)).hasSize(ADDRESSES.size() - 2);
    }
  }

  @Test
  void whatIsRemovedIsForgottenAndNothingIsNoRemoval() {
    try (StateSession session = filled()) {
      State state = session.state().snapshot();
      StateRemoval.of(state, List.of("terraform_data.a", "terraform_data.a[0]"))
          .get()
          .apply(session);
      assertThat(addresses(session)).hasSize(ADDRESSES.size() - 2);
      assertThat(problem(StateRemoval.of(state, List.of("module.zz"))))
          .startsWith("Invalid target address: No matching objects found.");
    }
  }

  @Test
  void anObjectIsTaintedAndUntaintedOnce() {
    InstanceAddress address = InstanceAddress.parse("terraform_data.b");
    try (StateSession session = filled()) {
      assertThat(Taint.TAINT.apply(session, address)).isInstanceOf(Taint.Outcome.Done.class);
      assertThat(session.state().current(address).orElseThrow().status())
          .isEqualTo(ObjectStatus.TAINTED);
      assertThat(Taint.UNTAINT.apply(session, address)).isInstanceOf(Taint.Outcome.Done.class);
      assertThat(Taint.UNTAINT.apply(session, address)).isInstanceOf(Taint.Outcome.Refused.class);
      assertThat(Taint.TAINT.apply(session, InstanceAddress.parse("terraform_data.a")))
          .isInstanceOf(Taint.Outcome.Missing.class);
    }
  }

  @Test
  void resourcesAreGivenToAnotherProvider() {
    try (StateSession session = filled()) {
      State state = session.state().snapshot();
      ProviderReplacement replacement =
          ProviderReplacement.of("terraform.io/builtin/terraform", "acme/terraform").get();
      List<ResourceAddress> resources = replacement.resources(state);
      assertThat(resources).hasSize(6);
      replacement.apply(session);
      assertThat(session.state().resource(resources.getFirst()).orElseThrow().provider())
          .hasToString("provider[\"registry.terraform.io/acme/terraform\"]");
      assertThat(replacement.resources(session.state().snapshot())).isEmpty();
      assertThat(ProviderReplacement.of("bad bad", "a/b").diagnostics())
          .extracting(Diagnostic::summary)
          .containsExactly("Invalid \"from\" provider \"bad bad\"");
    }
  }

  @Test
  void aStateIsNotPushedOverANewerOneOrOneOfSomethingElse() {
    State present = state();
    assertThat(StatePush.refusal(State.EMPTY, present)).isEmpty();
    assertThat(StatePush.refusal(present, present.as(present.serial() + 1, present.lineage())))
        .isEmpty();
    assertThat(StatePush.refusal(present, present.as(present.serial() - 1, present.lineage())))
        .isPresent();
    assertThat(StatePush.refusal(present, present.as(present.serial() + 1, "other"))).isPresent();
  }
}
