"""The whole court on one machine: embedded servers, simulators and workers under one watchful launcher."""
