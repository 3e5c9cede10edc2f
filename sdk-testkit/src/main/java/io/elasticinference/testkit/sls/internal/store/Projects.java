package io.elasticinference.testkit.sls.internal.store;

import io.elasticinference.testkit.sls.LogIndex;
import io.elasticinference.testkit.sls.internal.SlsException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** Every project and log store of the service. Thread-safe. */
public final class Projects {

  private final Map<String, Project> projects = new ConcurrentSkipListMap<>();
  private final InstantSource clock;
  private final Duration retention;
  private final int maxRows;

  /**
   * Makes a service with no project.
   *
   * @param clock the service's time
   * @param retention how long after its arrival a log stays
   * @param maxRows how many logs stay in one log store
   */
  public Projects(InstantSource clock, Duration retention, int maxRows) {
    this.clock = clock;
    this.retention = retention;
    this.maxRows = maxRows;
  }

  /**
   * Lists the projects.
   *
   * @return the projects, by name
   */
  public List<Project> all() {
    return List.copyOf(projects.values());
  }

  /**
   * Makes a project.
   *
   * @param name its name
   * @param description what its maker says of it
   * @throws SlsException if the name is taken or not allowed
   */
  public void create(String name, String description) {
    if (!name.matches("[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")) {
      throw SlsException.invalidParameter("Project name " + name + " is invalid.");
    }
    Project project = new Project(name, description, now());
    if (projects.putIfAbsent(name, project) != null) {
      throw new SlsException(400, "ProjectAlreadyExist", "Project " + name + " already exist.");
    }
  }

  /**
   * Deletes a project with its log stores.
   *
   * @param name its name
   * @throws SlsException if there is none
   */
  public void delete(String name) {
    project(name);
    projects.remove(name);
  }

  /**
   * Finds a project.
   *
   * @param name its name
   * @return the project
   * @throws SlsException if there is none
   */
  public Project project(String name) {
    Project project = projects.get(name);
    if (project == null) {
      throw new SlsException(404, "ProjectNotExist", "The Project does not exist : " + name);
    }
    return project;
  }

  /**
   * Makes a log store.
   *
   * @param project the project's name
   * @param name its name
   * @param index its index, or null for none
   * @throws SlsException if there is no such project, or the name is taken or not allowed
   */
  public void createLogstore(String project, String name, @Nullable LogIndex index) {
    if (!name.matches("[a-z0-9][a-z0-9_-]{0,61}[a-z0-9]")) {
      throw SlsException.invalidParameter("logstore name " + name + " is invalid");
    }
    Logstore logstore = new Logstore(name, index, now(), retention, maxRows);
    if (project(project).logstores().putIfAbsent(name, logstore) != null) {
      throw new SlsException(400, "LogStoreAlreadyExist", "logstore " + name + " already exists");
    }
  }

  /**
   * Deletes a log store.
   *
   * @param project the project's name
   * @param name its name
   * @throws SlsException if there is none
   */
  public void deleteLogstore(String project, String name) {
    logstore(project, name);
    project(project).logstores().remove(name);
  }

  /**
   * Finds a log store.
   *
   * @param project the project's name
   * @param name its name
   * @return the log store
   * @throws SlsException if there is none
   */
  public Logstore logstore(String project, String name) {
    Logstore logstore = project(project).logstores().get(name);
    if (logstore == null) {
      throw new SlsException(404, "LogStoreNotExist", "logstore " + name + " does not exist");
    }
    return logstore;
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }
}
