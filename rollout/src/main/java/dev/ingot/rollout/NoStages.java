package dev.ingot.rollout;

import dev.ingot.address.InstanceAddress;
import dev.ingot.rollout.core.Event.Result;
import java.util.List;

/** The stages of a rollout that changes nothing and only checks the health of existing machines. */
public class NoStages implements Stages {
  @Override
  public Result vacate(List<InstanceAddress> addresses) {
    return new Result.Done();
  }

  @Override
  public Result create(List<InstanceAddress> addresses) {
    return new Result.Done();
  }

  @Override
  public Result move(List<InstanceAddress> addresses) {
    return new Result.Done();
  }

  @Override
  public Result retire(List<InstanceAddress> addresses) {
    return new Result.Done();
  }

  @Override
  public Result takeBack(List<InstanceAddress> addresses) {
    return new Result.Done();
  }

  @Override
  public Result redeploy(String reason) throws InterruptedException {
    return new Result.Done();
  }
}
