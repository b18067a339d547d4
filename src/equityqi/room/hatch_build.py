"""Put the course itself into the wheel. An editable install reads it from the repository instead."""

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SHIPPED = ("course", "exercises", "solutions", "datasets", "course.yml", "organisation.yml", "nbgrader_config.py")


class ShipTheCourse(BuildHookInterface):
    def initialize(self, version, build_data):
        if version == "standard":
            build_data["force_include"].update({name: f"equityqi/shipped/{name}" for name in SHIPPED})
