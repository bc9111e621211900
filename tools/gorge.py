"""Writes maps/gorge, a small synthetic county where drones pay: two banks and hardly a bridge.

    pip install numpy tifffile
    python3 tools/gorge.py            # run in the repository; writes maps/gorge

Goods and vehicles are those of maps/tiny and maps/wushan, prices the usual ones.
"""
import json, math, os, shutil, sys
import numpy as np, tifffile
OUT = sys.argv[1] if len(sys.argv) > 1 else "maps/gorge"
KN, KE = 0.00902236, 0.01026279     # degrees of a km at 29 N
W0, S0 = 105.0, 29.0
def at(e, n): return (round(W0 + e*KE, 6), round(S0 + n*KN, 6))
# heights: two tablelands and a gorge between them
def height(e, n):
    h = 900.0 + 25*math.sin(e/2.1)*math.cos(n/2.7)
    for centre, deep, wide in ((1.9 + 0.25*math.sin(n/3.0), 260.0, 0.55),):
        h -= deep*math.exp(-((e-centre)/wide)**2)
    return h
west, east, south, north = 104.89, 105.07, 28.73, 29.41
step = 0.0009
cols, rows = int((east-west)/step)+1, int((north-south)/step)+1
dem = np.zeros((rows, cols), np.int16)
for r in range(rows):
    for c in range(cols):
        lon, lat = west+c*step, north-r*step
        dem[r, c] = round(height((lon-W0)/KE, (lat-S0)/KN))
os.makedirs(OUT+"/orders", exist_ok=True)
corner = [west-step/2, north+step/2]
keys = (1,1,0,3,1024,0,1,2,1025,0,1,1,2048,0,1,4326)
tifffile.imwrite(OUT+"/dem.tif", dem, compression="zlib", predictor=True, description="synthetic terrain, tools/gorge.py",
  extratags=[(33550,'d',3,(step,step,0.0),True),(33922,'d',6,(0.,0.,0.,corner[0],corner[1],0.),True),(34735,'H',len(keys),keys,True),(42113,'s',0,"-32768",True)])
P = {  # id: zh, en, kind, east, north, people, pad?
 "W": ("崖口镇","Cliff Mouth","seat",0,0,6000),
 "A": ("甲坪村","Terrace A","village",0,9,700),
 "B": ("乙坪村","Terrace B","village",0,14,600),
 "T": ("渡头乡","Old Ferry","township",0,24,2500),
 "C": ("丙湾村","Bend C","village",-9,16,900),
 "D": ("丁湾村","Bend D","village",-9,7,900),
 "E1": ("东岸一村","East bank 1","village",3.6,1.0,220),
 "E2": ("东岸二村","East bank 2","village",4.2,-1.2,180),
 "E3": ("东岸三村","East bank 3","village",3.4,11.5,150),
 "E4": ("东岸四村","East bank 4","village",3.6,24.6,220),
 "E5": ("东岸五村","East bank 5","village",4.2,22.6,160),
}
bom="\ufeff"
with open(OUT+"/places.csv","w") as f:
    f.write(bom+"id,name_zh,name_en,kind,lat,lon,population,township,precool_temp,precool_price\n")
    for k,(zh,en,kind,e,n,p) in P.items():
        lon,lat=at(e,n); town={"seat":"","township":""}.get(kind,"T" if n>20 else "W")
        f.write(f"{k},{zh},{en},{kind},{lat},{lon},{p},{town},,\n")
def line(points, each=0.25):
    out=[]
    for (a,b),(c,d) in zip(points,points[1:]):
        steps=max(1,round(math.hypot(c-a,d-b)/each))
        out += [at(a+(c-a)*i/steps, b+(d-b)*i/steps) for i in range(steps)]
    return out+[at(*points[-1])]
def xy(k): return (P[k][3],P[k][4])
def bend(points, wide=0.35, each=0.9):
    """A track that winds."""
    out=[]; side=1
    for (a,b),(c,d) in zip(points,points[1:]):
        length=math.hypot(c-a,d-b); steps=max(2,round(length/each))
        for i in range(steps):
            off = 0 if i==0 else side*wide; side=-side if i else side
            t=i/steps; out.append((a+(c-a)*t+off*(d-b)/length, b+(d-b)*t-off*(c-a)/length))
    return out+[points[-1]]
roads=[("X001","tertiary",[xy("W"),xy("A"),(-3,9.4),(-6,11.5),(-3,13.6),xy("B"),xy("T")]),
 ("X002","tertiary",[xy("T"),(-9,22),xy("C"),xy("D"),(-9,2),xy("W")]),
 # the south bridge, 24 km down; the track up the other side
 ("X003","tertiary",[xy("W"),(0,-24)]),("B001","tertiary",[(0,-24),(4,-24)]),
 ("Y001","track",bend([(4,-24),xy("E2"),xy("E1")])),
 ("Y002","track",bend([(4,-24),(6,-20),(6,9),xy("E3")])),
 # the north bridge
 ("X004","tertiary",[xy("T"),(0,43.0)]),("B002","tertiary",[(0,43.0),(4,43.0)]),
 ("Y003","track",bend([(4,43.0),xy("E4"),xy("E5")])),
]
feats=[]
for i,(name,kind,pts) in enumerate(roads,1):
    props={"highway":kind,"name":name,"source":"synthetic","surface":"concrete" if kind=="tertiary" else "gravel"}
    if name[0]=="B": props["bridge"]="yes"
    if kind=="track": props["maxspeed"]="5" if name=="Y003" else "20"; props["tracktype"]="grade2"
    feats.append({"type":"Feature","id":i,"properties":props,"geometry":{"type":"LineString","coordinates":[list(p) for p in line(pts)]}})
with open(OUT+"/roads.geojson","w") as f:
    f.write('{"type":"FeatureCollection","synthetic":true,"generator":"tools/gorge.py","features":[\n'+",\n".join(json.dumps(x,ensure_ascii=False,separators=(",",":")) for x in feats)+"\n]}\n")
sites=[("W1","县域云仓","Cloud warehouse","warehouse","W",0),("S1","渡头乡镇站","Old Ferry station","station","T",150)]
with open(OUT+"/sites.csv","w") as f:
    f.write(bom+"id,name_zh,name_en,kind,opening,lat,lon,fixed_yuan\n")
    for id_,zh,en,kind,k,fix in sites:
        lon,lat=at(*xy(k)); f.write(f"{id_},{zh},{en},{kind},existing,{lat},{lon},{fix}\n")
    for k in ["W","A","B","T","E1","E2","E3","E4","E5"]:
        e,n=xy(k); lon,lat=at(e+(0.04 if e<1 else -0.04),n)
        f.write(f"P{k},{P[k][0]}起降点,{P[k][1]} pad,pad,existing,{lat},{lon},{0 if k in 'WT' else 20}\n")
shutil.copy("maps/tiny/goods.csv",OUT+"/goods.csv")
open(OUT+"/zones.geojson","w").write('{"features":[],"type":"FeatureCollection"}\n')
open(OUT+"/county.toml","w").write(f'''name_zh = "峡谷县"
name_en = "Gorge"
# west, south, east, north
bbox = [{west}, {south}, {round(west+(cols-1)*step,6)}, {north}]
datum = "WGS-84"
season = "summer"
skills = ["medicine"]

[air]
mean_c = 24.0
swing_c = 4.0
warmest_hour = 15.0
lapse_c_per_km = 6.0
reference_height_m = 900.0

[prices]
diesel_yuan_per_litre = 7.5
petrol_yuan_per_litre = 8
electricity_yuan_per_kwh = 0.8
''')
fleet=open("maps/wushan/fleet.toml").read()
blocks=["[[vehicle]]"+b for b in fleet.split("[[drone]]")[0].split("[[vehicle]]")[1:]]
own=[]
for b in blocks:
    if 'id = "van"' in b: own.append(b.replace("count = 20","count = 3"))
    if 'id = "truck_4t2"' in b: own.append(b.replace("count = 11","count = 2"))
drone='''[[drone]]
id = "%s"
name_zh = "%s"
name_en = "%s"
count = 1
airframe = "flycart30"
home = "%s"
%s'''
own+= [drone%("shuttle","云仓无人机","Warehouse drone","W1",""), drone%("beyond","乡镇无人机","Township drone","S1",""), drone%("aboard","随车无人机","Carried drone","W1","carried = true\n")]
open(OUT+"/fleet.toml","w").write("".join(x.rstrip("\n")+"\n\n" for x in own))
H="id,type,place,lat,lon,site,to_place,to_lat,to_lon,goods,kg,litres,value_yuan,ready,windows,to_windows,service_min,to_service_min,skills,price_out,late_per_hour,age,name,phone,address\n"
O=[# heavy goods for the road
 ("A",60,300,1200),("B",50,250,1000),("T",140,600,2800),("T",90,400,1800),("C",110,500,2200),("D",100,450,2000),
 ("E1",9,40,400),("E1",12,55,500),("E2",8,40,400),("E2",10,50,400),
 ("E3",9,45,400),
 ("E4",10,50,500),("E4",8,40,300),("E5",9,45,400)]
HARVEST=[("E1",12,30,600),("E3",12,30,600),("E4",14,35,700)]
for day, far in (("2026-07-08",True),("2026-07-09",False)):
    with open(f"{OUT}/orders/{day}.csv","w") as f:
        f.write(bom+H)
        n=0
        for k,kg,l,v in O:
            n+=1
            if far or k not in ("E4","E5"):
                f.write(f"{n},delivery,{k},,,W1,,,,parcel,{kg},{l},{v},00:00,08:00-18:00,,{4+kg//20},,,600,,0,收件人{n},000-0000-0000,{P[k][0]}\n")
        for k,kg,l,v in HARVEST:
            n+=1
            if far or k not in ("E4","E5"):
                f.write(f"{n},collection,{k},,,W1,,,,plum,{kg},{l},{v},08:00,08:00-17:00,,5,,,600,,0,农户{n},000-0000-0000,{P[k][0]}\n")
