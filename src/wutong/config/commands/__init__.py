"""The subcommands of `wutong`, a module each; a module dropped in here is one more.

NAME                       what is typed
HELP                       one line, in Chinese
add_arguments(parser)      its own arguments (may be absent)
run(options)               does it and returns the exit code
ACTS = False               acts in no official's name: no `--as`, no `options.actor`
MIGRATES = False           leaves the database as it is, instead of bringing it up to date first
"""
