"""The Littlest JupyterHub: put this file into /opt/tljh/config/jupyterhub_config.d/ (README.md says how)."""

c = get_config()  # noqa: F821

c.Spawner.cmd = ["/opt/equityqi/bin/equityqi", "hub-server"]
c.Spawner.start_timeout = 120  # the first start copies the course into the person's home
c.Spawner.environment = {
    "EQUITYQI_CASE": "a-blood-pressure"
    # "EQUITYQI_SESSION_DATE": "2026-12-01",
    # "EQUITYQI_SECOND_DATE": "2026-12-08",
    # "EQUITYQI_ORGANISATION": "/opt/equityqi/organisation.yml",
}
# Whoever is in the Hub's group "trainers" gets the trainer's pages.
c.Spawner.group_overrides = {
    "equityqi-trainers": {"groups": ["trainers"], "spawner_override": {"environment": {"EQUITYQI_PROFILE": "trainer"}}}
}
# A whole group logs in within a minute. Four at a time is the Hub's own limit, and it would turn the others away.
c.JupyterHub.concurrent_spawn_limit = 20
