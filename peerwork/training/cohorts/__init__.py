"""Who learns when and where: centres, trainers, groups, places, registers."""
