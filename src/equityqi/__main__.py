from equityqi.cli import main

main()
