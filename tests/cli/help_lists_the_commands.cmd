rxt help
