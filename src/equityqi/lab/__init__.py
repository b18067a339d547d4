"""JupyterLab with settings of its own, for learners and for trainers."""
