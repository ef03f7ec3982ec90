-- Requests of wrk: the lines of the file named by QUERIES, again and again, as request targets.

local targets = {}
for line in io.lines(os.getenv("QUERIES")) do targets[#targets + 1] = line end

local index = 0
function request()
  index = index % #targets + 1
  return wrk.format("GET", targets[index])
end

function response(status)
  if status ~= 200 then print("status " .. status) end
end
