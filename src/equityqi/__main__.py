try:
    from equityqi.cli import main

    main()
except KeyboardInterrupt:  # before the command had read what was typed
    raise SystemExit("Stopped.") from None
