nubmer = 3
