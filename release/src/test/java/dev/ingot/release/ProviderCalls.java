package dev.ingot.release;

import dev.ingot.provider.ApplyResourceChange;
import dev.ingot.provider.CallContext;
import dev.ingot.provider.PlanResourceChange;
import dev.ingot.provider.ProviderException;
import dev.ingot.provider.ReadResource;
import dev.ingot.provider.fake.FakeCloud;
import dev.ingot.provider.fake.FakeProvider;
import java.util.concurrent.atomic.AtomicInteger;

/** Does something around each change that the providers of a process are asked for. */
final class ProviderCalls {
  /** When, seen from the change. */
  enum Moment {
    /** It was asked for, and nothing has happened. */
    BEFORE,
    /** It has happened, and nobody knows. */
    AFTER,
    /** It has happened, and the answer never arrives. */
    ANSWER_LOST,
    /** It has happened, and from then on the provider answers nothing. */
    PROVIDER_LOST
  }

  /** Nothing happens. */
  static final ProviderCalls UNDISTURBED = new ProviderCalls(Moment.BEFORE, 0, () -> {});

  private final Moment moment;
  private final int call;
  private final Runnable event;
  private final AtomicInteger calls = new AtomicInteger();
  private volatile boolean lost;

  /**
   * @param call which change, counted from 1; 0 for none
   * @param event what happens then
   */
  ProviderCalls(Moment moment, int call, Runnable event) {
    this.moment = moment;
    this.call = call;
    this.event = event;
  }

  /** Whether there were so many changes that it happened. */
  boolean happened() {
    return call > 0 && calls.get() >= call;
  }

  FakeProvider provider(FakeCloud cloud) {
    return new FakeProvider(cloud) {
      @Override
      public ApplyResourceChange.Response applyResourceChange(
          ApplyResourceChange.Request request, CallContext context) {
        requireAlive();
        boolean now = calls.incrementAndGet() == call;
        if (now && moment == Moment.BEFORE) {
          event.run();
        }
        ApplyResourceChange.Response response = super.applyResourceChange(request, context);
        if (now && moment != Moment.BEFORE) {
          event.run();
        }
        if (now && (moment == Moment.ANSWER_LOST || moment == Moment.PROVIDER_LOST)) {
          lost = moment == Moment.PROVIDER_LOST;
          throw new ProviderException("the connection was reset");
        }
        return response;
      }

      @Override
      public ReadResource.Response readResource(ReadResource.Request request, CallContext context) {
        requireAlive();
        return super.readResource(request, context);
      }

      @Override
      public PlanResourceChange.Response planResourceChange(
          PlanResourceChange.Request request, CallContext context) {
        requireAlive();
        return super.planResourceChange(request, context);
      }

      private void requireAlive() {
        if (lost) {
          throw new ProviderException("the process is gone");
        }
      }
    };
  }
}
